using Conformance.Models.Generation;

namespace Conformance.Models.Vectors;

/// <summary>Where a model vector's weights come from.</summary>
public abstract record ModelSource;

/// <summary>Weights made from a seed (SA-1 [M6]).</summary>
public sealed record PhiloxSource(LlamaConfig Config, ulong Seed) : ModelSource;

/// <summary>A file that lies outside the repository, known by its digest.</summary>
/// <param name="File">File name, without a directory.</param>
/// <param name="Sha256">Lowercase hex.</param>
/// <param name="Tokenizer">File name of the tokenizer.</param>
/// <param name="TokenizerSha256">Lowercase hex.</param>
public sealed record CheckpointSource(string File, string Sha256, string Tokenizer, string TokenizerSha256) : ModelSource;

/// <summary>Golden digests of one position ([M5]).</summary>
/// <param name="Trace">Embedding, each layer, final norm.</param>
/// <param name="Logits">The logits row.</param>
public sealed record GoldenPosition(IReadOnlyList<string> Trace, string Logits);

/// <summary>A prompt as text and what must be printed from it, from another implementation of the same model.</summary>
public sealed record GoldenText(string Prompt, string Output);

/// <summary>One run of a model.</summary>
public sealed record ModelCase
{
    /// <summary>'model/…', unique over all files.</summary>
    public required string Id { get; init; }

    public required IReadOnlyList<string> Flags { get; init; }

    public required IReadOnlyList<int> Prompt { get; init; }

    /// <summary>Positions to compute, prompt included.</summary>
    public required int Steps { get; init; }

    /// <summary>Prompt tokens fed at once.</summary>
    public required int Chunk { get; init; }

    /// <summary>Null: greedy.</summary>
    public Sampling? Sampling { get; init; }

    public GoldenText? Text { get; init; }

    /// <summary>The tokens that the model chose.</summary>
    public IReadOnlyList<int> Tokens { get; init; } = [];

    public IReadOnlyList<GoldenPosition> Positions { get; init; } = [];
}

/// <summary>The cases of one model.</summary>
public sealed record ModelVectorFile(
    string Specification, IReadOnlyList<string> Origins, ModelSource Model, IReadOnlyList<ModelCase> Cases);
