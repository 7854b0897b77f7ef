namespace Conformance.Evidence.Tdx;

/// <summary>TCB info, version 3, as its JSON says. Parsed, not yet believed.</summary>
public sealed record TcbInfo
{
    public required string Id { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset IssueDate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>6 bytes.</summary>
    public required byte[] Fmspc { get; init; }

    /// <summary>2 bytes.</summary>
    public required byte[] PceId { get; init; }

    public required int TcbType { get; init; }

    public required int EvaluationDataNumber { get; init; }

    /// <summary>What the module must be where the quote names no major version.</summary>
    public required ModuleIdentity TdxModule { get; init; }

    /// <summary>By major version; absent from collateral of 2023.</summary>
    public required IReadOnlyList<ModuleIdentity> ModuleIdentities { get; init; }

    public required IReadOnlyList<TcbLevel> Levels { get; init; }

    /// <summary>The identity <c>TDX_vv</c>, vv in two hex digits of either case; null where there is none.</summary>
    public ModuleIdentity? Module(byte version)
    {
        var id = $"TDX_{version:x2}";
        return ModuleIdentities.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>Signer and attributes of a TDX module, and its levels.</summary>
public sealed record ModuleIdentity(
    string Id, byte[] MrSigner, byte[] Attributes, byte[] AttributesMask, IReadOnlyList<EnclaveTcbLevel> Levels);

/// <summary>What the quoting enclave must be. Parsed, not yet believed.</summary>
public sealed record QeIdentity
{
    public required string Id { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset IssueDate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }

    public required int EvaluationDataNumber { get; init; }

    public required byte[] MiscSelect { get; init; }

    public required byte[] MiscSelectMask { get; init; }

    public required byte[] Attributes { get; init; }

    public required byte[] AttributesMask { get; init; }

    public required byte[] MrSigner { get; init; }

    public required ushort IsvProdId { get; init; }

    public required IReadOnlyList<EnclaveTcbLevel> Levels { get; init; }
}
