using System.Runtime.InteropServices;
using Conformance.Backends;

namespace Conformance.Bench.Gpu.Cublas;

/// <summary>Where cuBLAS may lie. It belongs to the toolkit or to a Python's packages, not to the driver.</summary>
internal static class CublasLibrary
{
    /// <summary>Names the library; then nothing else is looked for.</summary>
    public const string Variable = "CONFORMANCE_CUBLAS";

    /// <summary>CUDA 11 brought the compute types that GemmEx is called with.</summary>
    private static readonly int[] Majors = [13, 12, 11];

    /// <summary>Paths and bare names, the likeliest first: of a CUDA that the driver supports, newest first, before all others.</summary>
    /// <param name="driverVersion">As 12040.</param>
    /// <param name="python">Libraries that a Python's packages hold.</param>
    public static IReadOnlyList<string> Candidates(int driverVersion, IReadOnlyList<string> python)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return [named];
        }

        return
        [
            .. Majors.OrderBy(m => m > driverVersion / 1000).SelectMany(major => Names(major)
                .Concat(python.Where(p => p.EndsWith($".so.{major}", StringComparison.Ordinal)))),
        ];
    }

    private static IEnumerable<string> Names(int major)
    {
        var name = OperatingSystem.IsWindows() ? $"cublas64_{major}.dll" : $"libcublas.so.{major}";
        string?[] folders =
        [
            Under("CUDA_HOME"), Under("CUDA_PATH"), $"/usr/local/cuda-{major}/lib64", "/usr/local/cuda/lib64", "/opt/cuda/lib64",
            $"/usr/local/cuda/targets/{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "sbsa" : "x86_64")}-linux/lib",
        ];
        return [name, .. folders.Where(f => f is not null).Select(f => Path.Combine(f!, name)).Where(File.Exists).Distinct()];
    }

    private static string? Under(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root
            ? Path.Combine(root, OperatingSystem.IsWindows() ? "bin" : "lib64")
            : null;

    /// <exception cref="CublasException">It is not there, or does not load.</exception>
    public static nint Load(string path)
    {
        try
        {
            // In a Python's packages cuBLAS finds its other half by a path that need not be the loader's.
            var light = path.Replace("cublas.so", "cublasLt.so", StringComparison.Ordinal);
            if (light != path && File.Exists(light))
            {
                NativeLibrary.Load(light);
            }

            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new CublasException($"'{path}': {DeviceText.Clean(e.Message.Split('\n')[^1])}", e);
        }
    }
}
