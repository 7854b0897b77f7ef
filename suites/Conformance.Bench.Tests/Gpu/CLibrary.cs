using System.ComponentModel;
using System.Diagnostics;
using Conformance.Suites;

namespace Conformance.Bench.Gpu;

/// <summary>Libraries in C that stand for those of a vendor, compiled where there is a compiler.</summary>
internal static class CLibrary
{
    private static readonly Lock Gate = new();
    private static readonly string Folder = Directory.CreateTempSubdirectory("conformance-bench").FullName;

    static CLibrary() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>The library that stands for libcuda in the backend's own tests.</summary>
    public static string Cuda() => Build(
        "libcuda.so.1", "suites/Conformance.Backends.Cuda.Tests/FakeDriver/fake_cuda.c",
        "-fsigned-char", "-ffp-contract=off",
        "-I", Path.Combine(Corpus.RepositoryRoot(), "src", "Conformance.Backends.OpenCl", "Kernels"), "-lm");

    /// <param name="fault">Of fake_cublas.c: 0 for none.</param>
    public static string Cublas(int fault = 0) =>
        Build(
            $"libcublas-{fault}.so.12", "suites/Conformance.Bench.Tests/Gpu/Cublas/fake_cublas.c", $"-DFAULT={fault}", "-ffp-contract=off");

    private static string Build(string name, string source, params string[] more)
    {
        lock (Gate)
        {
            var path = Path.Combine(Folder, name);
            return File.Exists(path)
                ? path
                : Compile(path, ["-shared", "-fPIC", "-O1", "-w", "-o", path, Path.Combine(Corpus.RepositoryRoot(), source), .. more]);
        }
    }

    private static string Compile(string path, string[] arguments)
    {
        foreach (var compiler in new[] { "cc", "gcc", "clang", "clang-19" })
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true })!;
                var errors = process.StandardError.ReadToEnd();
                process.WaitForExit();
                Assert.True(process.ExitCode == 0, errors);
                return path;
            }
            catch (Win32Exception)
            {
                // The next name.
            }
        }

        throw new SkipException("C_COMPILER_ABSENT: no cc, gcc or clang to build the fake libraries");
    }
}
