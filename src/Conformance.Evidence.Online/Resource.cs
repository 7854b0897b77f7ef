namespace Conformance.Evidence.Online;

/// <summary>Something to be fetched.</summary>
/// <param name="Input">The verifier's name for it.</param>
/// <param name="MaxBytes">Longer answers are refused before they are read.</param>
/// <param name="MediaTypes">Those that an answer may declare; none declared, or 'application/octet-stream', will do too.</param>
/// <param name="ChainHeaders">Names that the header with the issuers may have; empty where none is needed.</param>
/// <param name="Check">Whether the bytes are the kind of thing that was asked for. Whether they are true is the verifier's to say.</param>
internal sealed record Resource(
    string Input, Uri Address, int MaxBytes, IReadOnlyList<string> MediaTypes, IReadOnlyList<string> ChainHeaders, Action<Fetched> Check)
{
    /// <summary>What is posted; null: the address is all that is asked.</summary>
    public Question? Question { get; init; }

    /// <summary>What the cache files it under: the address, and what was asked there.</summary>
    public string Name => Question is null ? Address.AbsoluteUri : $"{Address.AbsoluteUri}#{Question.Name}";
}

/// <summary>The body of a POST.</summary>
/// <param name="Name">What it asks for, without what is different each time.</param>
internal sealed record Question(byte[] Body, string MediaType, string Name);

/// <summary>An answer.</summary>
/// <param name="Chain">The header with the issuers, decoded: PEM.</param>
/// <param name="At">When it was fetched.</param>
internal sealed record Fetched(byte[] Body, string? Chain, DateTimeOffset At, bool IsCached);
