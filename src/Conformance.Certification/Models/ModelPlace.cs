using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Certification.Models;

/// <summary>Names of the places inside a model's run ([M5]), and back.</summary>
internal static class ModelPlace
{
    /// <param name="position">Absolute position.</param>
    /// <param name="trace">0 embedding, then layers, the final norm, and the logits at index <paramref name="traces"/>.</param>
    /// <param name="traces">Number of trace digests: layers + 2.</param>
    public static string Name(int position, int trace, int traces)
    {
        var what = trace == 0 ? "embedding"
            : trace == traces ? "logits"
            : trace == traces - 1 ? "final norm"
            : string.Create(CultureInfo.InvariantCulture, $"layer {trace}");
        return string.Create(CultureInfo.InvariantCulture, $"position {position}, {what}");
    }

    /// <summary>The position and trace of a name; null for a summary.</summary>
    public static (int Position, int Trace)? Find(string name, int positions, int traces)
    {
        for (var p = 0; p < positions; p++)
        {
            for (var t = 0; t <= traces; t++)
            {
                if (Name(p, t, traces) == name)
                {
                    return (p, t);
                }
            }
        }

        return null;
    }

    /// <summary>SHA-256 over digests in order: one short value that stands for all of them.</summary>
    public static string Combine(IEnumerable<string> digests) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', digests))));
}
