using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

/// <summary>The choice of the next token from a logits row ([M4]); temperature and top_p as binary32 bits.</summary>
public sealed record OracleSampler(uint Temperature, long TopK, uint TopP, ulong Seed)
{
    public static int Greedy(OracleTensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return Strict.ArgMax(logits.Floats());
    }

    /// <param name="logits">One row.</param>
    /// <param name="position">The position of the token that gave the logits.</param>
    public int Next(OracleTensor logits, long position)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var rule = new SamplingRule(Strict.Number(Temperature), TopK, Strict.Number(TopP), Seed);
        return Sampling.Draw(logits.Floats(), rule, position).Token;
    }
}
