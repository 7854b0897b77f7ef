namespace Conformance.Bench.Gpu.Torch;

/// <summary>A shell in the place of Python: what it prints, and how it ends, is the test's.</summary>
internal sealed class ShellScript : IDisposable
{
    public const string Hello = """{"kind":"python","version":"3.11.7","cublas":[]}""";

    public const string Torch =
        """{"kind":"torch","version":"2.5.1","cuda":"12.4","device":"PTX machine","uuid":"00000000-0000-0000-0000-000000000000"}""";

    public const string End = """{"kind":"end"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-torch").FullName;

    public ShellScript(string text)
    {
        Skip.IfNot(File.Exists("/bin/sh"), "TOOL_ABSENT:sh");
        var path = Path.Combine(_folder, "script.sh");
        File.WriteAllText(path, text + "\n");
        Options = new TorchOptions
        {
            Pythons = ["/bin/sh"], Script = path, Silence = TimeSpan.FromSeconds(30), All = TimeSpan.FromSeconds(60),
        };
    }

    public TorchOptions Options { get; }

    /// <summary>Reads the plan, as the real one does, and prints lines.</summary>
    public static ShellScript Printing(params string[] lines) =>
        new("cat >/dev/null\ncat <<'EOF'\n" + string.Join('\n', lines) + "\nEOF");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
