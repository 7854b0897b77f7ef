using System.ComponentModel;
using System.Diagnostics;

namespace Conformance.Backends.Cuda.FakeDriver;

/// <summary>
/// Compiles the library that stands for libcuda, where there is a C compiler: the calls, their types and their errors are real.
/// </summary>
public sealed class FakeLibrary : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _built = new(StringComparer.Ordinal);

    /// <summary>What the library does wrong; read at each call. Tests that set it run one after another.</summary>
    public static string? Mode
    {
        set => SetNative("FAKE_CUDA", value ?? "");
    }

    /// <summary>The path of the library; with a macro defined, of a crippled one.</summary>
    public string Build(string define = "NOTHING")
    {
        if (!_built.TryGetValue(define, out var path))
        {
            var root = CompileTests.Repository();
            path = Path.Combine(_folder.Path, define, "libcuda.so.1");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Compile(
                "-shared", "-fPIC", "-O1", "-w", "-fsigned-char", "-ffp-contract=off", $"-D{define}",
                "-I", Path.Combine(root, "src", "Conformance.Backends.OpenCl", "Kernels"), "-o", path,
                Path.Combine(root, "suites", "Conformance.Backends.Cuda.Tests", "FakeDriver", "fake_cuda.c"), "-lm");
            _built[define] = path;
        }

        return path;
    }

    public void Dispose()
    {
        Mode = null;
        _folder.Dispose();
    }

    private static void Compile(params string[] arguments)
    {
        foreach (var compiler in new[] { "cc", "gcc", "clang", "clang-19" })
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true })!;
                var errors = process.StandardError.ReadToEnd();
                process.WaitForExit();
                Assert.True(process.ExitCode == 0, errors);
                return;
            }
            catch (Win32Exception)
            {
                // The next name.
            }
        }

        throw new SkipException("C_COMPILER_ABSENT: no cc, gcc or clang to build the fake driver");
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "setenv", CharSet = System.Runtime.InteropServices.CharSet.Ansi)]
    private static extern int SetEnvironment(string name, string value, int overwrite);

    /// <summary>.NET keeps the environment to itself; the library asks the C library's.</summary>
    private static void SetNative(string name, string value) => Assert.Equal(0, SetEnvironment(name, value, 1));
}

/// <summary>The library has one state, its mode is one variable: one test at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FakeDriverTests : ICollectionFixture<FakeLibrary>
{
    public const string Name = "fake driver";
}
