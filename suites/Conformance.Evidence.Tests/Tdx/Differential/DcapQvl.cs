using System.Diagnostics;
using System.Text.Json.Nodes;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Differential;

/// <summary>
/// The npm package @phala/dcap-qvl, another origin's verifier of TDX quotes, in a node process of its own. CONFORMANCE_DCAP_QVL names the
/// folder where <c>npm install @phala/dcap-qvl</c> was run; nothing of it is part of this repository.
/// </summary>
internal sealed class DcapQvl : IDisposable
{
    public const string Variable = "CONFORMANCE_DCAP_QVL";

    private readonly Process _node;

    private DcapQvl(Process node) => _node = node;

    /// <summary>Why it cannot be asked here; null where it can.</summary>
    public static string? Absence()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(folder) ? $"{Variable} is not set"
            : !Directory.Exists(Path.Combine(folder, "node_modules", "@phala", "dcap-qvl"))
                ? $"{Variable} names a folder without node_modules/@phala/dcap-qvl"
            : IsNodeThere() ? null : "node is not on the PATH";
    }

    /// <param name="script">dcap-qvl.js.</param>
    public static DcapQvl Start(string script)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { script, Path.GetFullPath(Environment.GetEnvironmentVariable(Variable)!) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new DcapQvl(Process.Start(start)!);
    }

    /// <param name="root">DER of the root to believe; null: Intel's.</param>
    public (string? Status, IReadOnlyList<string> Advisories, string? Error) Ask(
        byte[] quote, TdxCollateral collateral, DateTimeOffset time, byte[]? root)
    {
        var question = new JsonObject
        {
            ["quote"] = Convert.ToBase64String(quote),
            ["time"] = time.ToUnixTimeSeconds(),
            ["collateral"] = CollateralText.Of(collateral),
        };
        if (root is not null)
        {
            question["root"] = Convert.ToBase64String(root);
        }

        var answer = JsonNode.Parse(Send(question.ToJsonString()))!;
        return ((string?)answer["status"], [.. answer["advisories"]?.AsArray().Select(a => (string)a!) ?? []], (string?)answer["error"]);
    }

    /// <summary>The last question again.</summary>
    public string Repeat() => Send("{}");

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private static bool IsNodeThere() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(p => File.Exists(Path.Combine(p, "node")) || File.Exists(Path.Combine(p, "node.exe")));

    private string Send(string line)
    {
        _node.StandardInput.WriteLine(line);
        _node.StandardInput.Flush();
        return _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("dcap-qvl ended without an answer");
    }
}
