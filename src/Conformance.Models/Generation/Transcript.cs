using System.Security.Cryptography;
using System.Text;

namespace Conformance.Models.Generation;

/// <summary>What a whole run leaves behind, for reports and comparisons.</summary>
/// <param name="Steps">One per position.</param>
/// <param name="Text">The text of all steps, the prompt's included.</param>
public sealed record Transcript(IReadOnlyList<GenerationStep> Steps, string Text)
{
    /// <summary>The tokens after the first position's one, a delimiter that stopped included.</summary>
    public IReadOnlyList<int> Tokens => [.. Steps.Select(s => s.Token)];

    public IReadOnlyList<string> LogitsDigests => [.. Steps.Select(s => s.LogitsDigest)];

    public StopReason? Stop => Steps.Count == 0 ? null : Steps[^1].Stop;

    /// <summary>SHA-256 of the text in UTF-8, lowercase hex.</summary>
    public string TextSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Runs to the end.</summary>
    /// <param name="steps">From <see cref="Generator"/>.</param>
    /// <param name="onStep">Sees each step as it comes.</param>
    public static Transcript Collect(IEnumerable<GenerationStep> steps, Action<GenerationStep>? onStep = null)
    {
        var list = new List<GenerationStep>();
        var text = new StringBuilder();
        foreach (var step in steps)
        {
            list.Add(step);
            text.Append(step.Text);
            onStep?.Invoke(step);
        }

        return new Transcript(list, text.ToString());
    }
}
