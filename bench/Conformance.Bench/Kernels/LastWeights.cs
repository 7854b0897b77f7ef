using Conformance.Models.Weights;

namespace Conformance.Bench.Kernels;

/// <summary>Making weights takes longer than most rows; those of the last model are kept for its next row.</summary>
internal static class LastWeights
{
    private static (string Name, LlamaWeights Weights)? s_last;

    public static LlamaWeights Of(string name, Func<LlamaWeights> make)
    {
        if (s_last?.Name != name)
        {
            s_last = null;
            s_last = (name, make());
        }

        return s_last.Value.Weights;
    }
}
