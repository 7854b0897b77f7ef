using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Kernels.Signing;

/// <summary>Everything that a verdict about a container depends on.</summary>
public sealed class KernelRequest
{
    private readonly Lazy<Part<SignerChain>> _chain;
    private readonly Lazy<Part<IReadOnlyList<Containers.KernelImage>>> _images;

    /// <param name="files">As they lie side by side.</param>
    /// <param name="trust">Whom to believe.</param>
    /// <param name="time">At which certificates have to be valid. The time that the signer states is not believed.</param>
    /// <param name="expectedName">Refuse containers of other names. Null: any.</param>
    public KernelRequest(KernelFiles files, KernelTrust trust, DateTimeOffset time, string? expectedName = null)
    {
        (Files, Trust, Time, ExpectedName) = (files, trust, time, expectedName);
        Statement = files.Statement is { } statement ? Part.Read(() => KernelStatement.Read(statement, "statement"))
            : Part.Missing<KernelStatement>();
        Signature = files.Signature is { } signature ? Part.Read(() => KernelSignature.Read(signature, "signature"))
            : Part.Missing<KernelSignature>();
        _chain = new(() => Signature.Value is { SignerCertificate: { } signer } known
            ? new(SignerChain.Build(signer, [.. known.Certificates, .. Trust.Certificates]), null, null)
            : Part.Missing<SignerChain>());
        _images = new(() => Part.Read(() => Containers.KernelImage.ReadAll(Files.Container)));
    }

    public KernelFiles Files { get; }

    public KernelTrust Trust { get; }

    public DateTimeOffset Time { get; }

    public string? ExpectedName { get; }

    public Part<KernelStatement> Statement { get; }

    public Part<KernelSignature> Signature { get; }

    internal Part<SignerChain> Chain => _chain.Value;

    /// <summary>
    /// Read on demand: only once the container is known to be the signed one, so that no parser meets a stranger's bytes.
    /// </summary>
    internal Part<IReadOnlyList<Containers.KernelImage>> Images => _images.Value;

    /// <summary>The container is the one that the statement describes, whoever made the statement.</summary>
    internal bool IsDescribed => Statement.Value is { } statement
        && statement.Size == Files.Container.Length && statement.Digest == KernelStatement.DigestOf(Files.Container.Span);
}

/// <summary>A container and what lies beside it.</summary>
/// <param name="Container">NAME.fatbin.</param>
/// <param name="Statement">NAME.fatbin.json; null where it is not there.</param>
/// <param name="Signature">NAME.fatbin.p7s; null where it is not there.</param>
public sealed record KernelFiles(ReadOnlyMemory<byte> Container, ReadOnlyMemory<byte>? Statement, ReadOnlyMemory<byte>? Signature)
{
    public const string StatementSuffix = ".json";
    public const string SignatureSuffix = ".p7s";
}
