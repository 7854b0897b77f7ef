using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Batch;

/// <summary>One piece of evidence with all that it is judged by, as bytes.</summary>
public sealed record BatchEvidence
{
    /// <summary>What the result is called.</summary>
    public required string Id { get; init; }

    /// <summary>Null: told from the bytes.</summary>
    public EvidenceKind? Kind { get; init; }

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Null: the batch's.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Null: the batch's.</summary>
    public EvidencePolicy? Policy { get; init; }

    /// <summary>SNP, TDX: the 64 bytes that must stand in the report. NVIDIA: the challenge, 32 bytes.</summary>
    public ReadOnlyMemory<byte>? Expected { get; init; }

    /// <summary>NVIDIA: no challenge is asked for.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Endorsements by their names in files: 'vek', 'chain', 'crl', 'idBlock', 'idAuth', 'collateral', 'eventLog'.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Parts { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>NVIDIA: reference manifests.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Rims { get; init; } = [];

    /// <summary>NVIDIA: answers about certificates.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OcspAnswers { get; init; } = [];

    public ReadOnlyMemory<byte>? Part(string name) => Parts.TryGetValue(name, out var bytes) ? (ReadOnlyMemory<byte>?)bytes : null;
}

/// <summary>
/// A place of the batch that holds evidence; opened by the worker that judges it, so that only few are in memory at once.
/// </summary>
/// <param name="Index">From 1, in the order of the input.</param>
/// <param name="Name">What the result is called where the item cannot be opened.</param>
/// <param name="Open">May throw anything; that is the item's result and nobody else's.</param>
public sealed record BatchItem(long Index, string Name, Func<BatchEvidence> Open);
