using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Backends.OpenCl;

/// <summary>
/// The embedded kernel sources in the order in which they are joined: each file may use what stands before it. #line
/// directives keep file names in compilers' messages.
/// </summary>
internal sealed class KernelSources
{
    private static readonly string[] OperatorFiles =
    [
        "sa1.cl", "lanes.cl", "sa1_exp.cl", "exp_wide.cl", "elementwise.cl", "groups.cl", "row_keys.cl", "rows.cl", "softmax.cl",
        "panels.cl",
        "matmul_panel.cl", "matmul_panel_q8.cl", "matmul_rows.cl", "matmul_tile.cl", "matmul_square.cl", "matmul_q8.cl", "attention.cl",
        "attention_panel.cl", "softmax_wide.cl", "tables.cl", "sample.cl",
    ];

    private static readonly string[] ProbeFiles = ["sa1.cl", "probe.cl"];

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public KernelSources(Func<string, string>? rewrite)
    {
        foreach (var name in OperatorFiles.Concat(ProbeFiles).Distinct(StringComparer.Ordinal))
        {
            var text = Resource(name);
            _texts[name] = rewrite is null ? text : rewrite(text);
        }
    }

    public string Operators => Join(OperatorFiles);

    public string Probe => Join(ProbeFiles);

    /// <summary>SHA-256 of each source as it is compiled, in lowercase hex, by file name.</summary>
    public SortedDictionary<string, string> Digests()
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in _texts)
        {
            digests[name] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }

        return digests;
    }

    internal static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly has no resource {name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private string Join(string[] names)
    {
        var joined = new StringBuilder();
        foreach (var name in names)
        {
            joined.Append("#line 1 \"").Append(name).Append("\"\n").Append(_texts[name]).Append('\n');
        }

        return joined.ToString();
    }
}
