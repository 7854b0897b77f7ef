using System.Runtime.InteropServices;

namespace Conformance.Bench.Peers;

/// <summary>
/// One copy of OpenBLAS with a core type of its own. The library reads OPENBLAS_CORETYPE once, when it is loaded, so each core
/// type gets a copy of the file under another name; then both stand in one process and one run.
/// </summary>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    private static readonly string[] Names = ["libopenblas.so.0", "libopenblas.so"];
    private static readonly string[] Folders =
        ["/usr/lib/x86_64-linux-gnu/openblas-pthread", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"];

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemm;
    private readonly delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemv;
    private readonly delegate* unmanaged<int, void> _setThreads;

    private OpenBlas(nint library)
    {
        _sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        _sgemv = (delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemv");
        _setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        var core = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "openblas_get_corename");
        CoreType = Marshal.PtrToStringUTF8((nint)core()) ?? "unknown";
    }

    /// <summary>The kernels that it chose, or was told to use.</summary>
    public string CoreType { get; }

    /// <param name="coreType">As 'COOPERLAKE'; null lets it choose.</param>
    /// <returns>Null where the library is not installed.</returns>
    public static OpenBlas? Load(string? coreType)
    {
        var file = Folders.SelectMany(f => Names.Select(n => Path.Combine(f, n))).FirstOrDefault(File.Exists);
        if (file is null)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("openblas-");
        try
        {
            var copy = Path.Combine(folder.FullName, $"libopenblas-{coreType ?? "own"}.so");
            File.Copy(file, copy);

            // The native environment: .NET keeps a copy of its own, which libraries do not see.
            _ = coreType is null ? Unset("OPENBLAS_CORETYPE") : Set("OPENBLAS_CORETYPE", coreType, 1);
            return new OpenBlas(NativeLibrary.Load(copy));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    public void SetThreads(int threads) => _setThreads(threads);

    /// <summary>y[m,n] = a[m,k] · b[n,k]ᵀ.</summary>
    public void Product(float[] a, float[] b, float[] y, int m, int n, int k)
    {
        fixed (float* pa = a, pb = b, py = y)
        {
            _sgemm(RowMajor, NoTranspose, Transpose, m, n, k, 1f, pa, k, pb, k, 0f, py, n);
        }
    }

    /// <summary>y[n] = b[n,k] · x[k].</summary>
    public void MatVec(float[] x, float[] b, float[] y, int n, int k)
    {
        fixed (float* px = x, pb = b, py = y)
        {
            _sgemv(RowMajor, NoTranspose, n, k, 1f, pb, k, px, 1, 0f, py, 1);
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int Set(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv")]
    private static extern int Unset([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
