using Conformance.Tensors;

namespace Conformance.Models.Generation;

/// <summary>How the next token is drawn (SA-1 [O11], [M4]); without this it is the argmax.</summary>
/// <param name="Temperature">Positive and finite.</param>
/// <param name="TopK">0 cuts nothing.</param>
/// <param name="TopP">Above 0, at most 1; 1 cuts nothing.</param>
/// <param name="Seed">Philox key.</param>
public sealed record Sampling(float Temperature, int TopK, float TopP, ulong Seed);

public sealed record GenerationOptions
{
    /// <summary>Positions to compute, prompt included, as llama2.c counts them; 0 or more than the context means the context.</summary>
    public int Steps { get; init; }

    /// <summary>Null: greedy.</summary>
    public Sampling? Sampling { get; init; }

    /// <summary>Prompt tokens per pass, at least 1. Changes no bit ([M3]).</summary>
    public int PromptChunk { get; init; } = 32;

    /// <summary>Stop when BOS or EOS comes up. Off for models whose tokens mean nothing.</summary>
    public bool StopsAtDelimiters { get; init; } = true;

    /// <summary>Record the digests of [M5] at every position.</summary>
    public bool HasTraces { get; init; }

    /// <summary>Receives every position's logits, f32 [vocabulary], those of prompt positions included.</summary>
    public Action<int, Tensor>? OnLogits { get; init; }
}
