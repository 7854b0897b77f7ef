using System.ComponentModel;
using System.Diagnostics;
using Conformance.Backends.Cuda.Modules;

namespace Conformance.Backends.Cuda;

/// <summary>The committed PTX is what the committed sources give: nothing was edited by hand, nothing forgotten.</summary>
public sealed class CompileTests
{
    private const int ClangAbsent = 69;

    [SkippableFact]
    public void Compiling_again_gives_the_same_bytes()
    {
        var script = Path.Combine(Repository(), "src", "Conformance.Backends.Cuda", "Kernels", "compile.sh");
        using var folder = new TemporaryFolder();
        using var compiler = Start(script, folder.Path);
        var errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Skip.If(compiler.ExitCode == ClangAbsent, errors.Trim());
        Assert.True(compiler.ExitCode == 0, errors);

        var modules = EmbeddedModules.Instance.All;
        Assert.Equal(
            modules.Select(m => m.Name + ".ptx"), Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(modules, m => Assert.True(
            m.Image.Span.SequenceEqual(
                File.ReadAllBytes(Path.Combine(folder.Path, m.Name + ".ptx"))), $"{m.Name}.ptx is not what its source gives"));
    }

    internal static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Conformance.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Conformance.sln above the tests");
        }

        return folder;
    }

    private static Process Start(string script, string argument)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("bash", [script, argument]) { RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            throw new SkipException("CLANG_ABSENT: no bash to run the compiler's script");
        }
    }
}
