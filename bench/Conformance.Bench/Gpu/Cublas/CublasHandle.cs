namespace Conformance.Bench.Gpu.Cublas;

/// <summary>
/// cuBLAS in the context that is current on the calling thread, on one stream. Matrices are ours: rows one after the other, weights as
/// [out, in]. All pointers are device addresses.
/// </summary>
internal sealed unsafe class CublasHandle : IDisposable
{
    private const int NoTranspose = 0;
    private const int Transpose = 1;

    /// <summary>CUBLAS_DEFAULT_MATH: f32 is multiplied as f32. TF32 has a mode of its own (3).</summary>
    private const int DefaultMath = 0;

    // cudaDataType_t, cublasComputeType_t, cublasGemmAlgo_t
    private const int R32F = 0;
    private const int R16BF = 14;
    private const int Compute32F = 68;
    private const int DefaultAlgorithm = -1;

    private readonly CublasApi _api;
    private nint _handle;

    /// <exception cref="CublasException">It does not start here: often its CUDA is newer than the driver's.</exception>
    private CublasHandle(CublasApi api, string path, nint stream)
    {
        (_api, Path) = (api, path);
        nint handle;
        CublasStatus.Check(api.Create(&handle), "cublasCreate");
        _handle = handle;
        try
        {
            int version;
            CublasStatus.Check(api.GetVersion(handle, &version), "cublasGetVersion");

            // 10000·major + 100·minor + patch since 12; before that 1000·major, which 11.11 makes ambiguous.
            Version = version >= 100000 ? $"{version / 10000}.{version / 100 % 100}.{version % 100}" : $"version {version}";
            CublasStatus.Check(api.SetStream(handle, stream), "cublasSetStream");
            CublasStatus.Check(api.SetMathMode(handle, DefaultMath), "cublasSetMathMode");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Version { get; }

    /// <summary>As it was found: a path, or a name that the system's loader knew.</summary>
    public string Path { get; }

    /// <summary>The first candidate that loads and starts.</summary>
    /// <param name="candidates">Paths and bare names (<see cref="CublasLibrary.Candidates"/>).</param>
    /// <param name="stream">CUstream of the context that is current; 0 is the default stream.</param>
    /// <exception cref="CublasException">None does: why the most promising one does not.</exception>
    public static CublasHandle Open(IEnumerable<string> candidates, nint stream)
    {
        CublasException? first = null;
        CublasException? broken = null;
        foreach (var path in candidates)
        {
            try
            {
                var library = CublasLibrary.Load(path);
                try
                {
                    return new CublasHandle(new CublasApi(library, path), path, stream);
                }
                catch (CublasException e)
                {
                    broken ??= new CublasException($"'{path}': {e.Message}", e);
                }
            }
            catch (CublasException e)
            {
                first ??= e;
            }
        }

        throw broken ?? new CublasException(
            $"no cuBLAS was found; {CublasLibrary.Variable} may name it ({first?.Message ?? "nothing to try"})", first);
    }

    //  cuBLAS counts columns first: our a [m,k] is its k×m matrix, our w [n,k] its k×n, our y [m,n] its n×m. So y = a·wᵀ is, there,
    //  C (n×m) = Aᵀ·B with A = w, lda k, and B = a, ldb k.

    /// <summary>y[m,n] = a[m,k] · w[n,k]ᵀ in f32.</summary>
    public void Product(ulong a, ulong w, ulong y, int m, int n, int k)
    {
        var (one, zero) = (1f, 0f);
        CublasStatus.Check(_api.Sgemm(_handle, Transpose, NoTranspose, n, m, k, &one, w, k, a, k, &zero, y, n), "cublasSgemm");
    }

    /// <summary>y[n] = w[n,k] · x[k] in f32.</summary>
    public void MatVec(ulong x, ulong w, ulong y, int n, int k)
    {
        var (one, zero) = (1f, 0f);
        CublasStatus.Check(_api.Sgemv(_handle, Transpose, k, n, &one, w, k, x, 1, &zero, y, 1), "cublasSgemv");
    }

    /// <summary>y[m,n] f32 = a[m,k] · w[n,k]ᵀ, both bf16, summed in f32.</summary>
    public void ProductBF16(ulong a, ulong w, ulong y, int m, int n, int k)
    {
        var (one, zero) = (1f, 0f);
        CublasStatus.Check(
            _api.GemmEx(
                _handle, Transpose, NoTranspose, n, m, k, &one, w, R16BF, k, a, R16BF, k, &zero, y, R32F, n, Compute32F, DefaultAlgorithm),
            "cublasGemmEx");
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            // Its context may be lost by now; there is nobody to tell.
            _ = _api.Destroy(_handle);
            _handle = 0;
        }
    }
}
