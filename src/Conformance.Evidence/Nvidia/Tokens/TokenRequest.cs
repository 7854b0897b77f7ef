using Conformance.Evidence.Certificates;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>All that a token is judged by.</summary>
public sealed record TokenRequest
{
    /// <summary>The production service.</summary>
    public const string VendorIssuer = "https://nras.attestation.nvidia.com";

    public required Part<DetachedEat> Token { get; init; }

    /// <summary>Keys of the issuer, from a source that the caller trusts.</summary>
    public required Part<KeySet> Keys { get; init; }

    public required DateTimeOffset Time { get; init; }

    public string Issuer { get; init; } = VendorIssuer;

    /// <summary>The challenge, 32 bytes; null: not asked.</summary>
    public ReadOnlyMemory<byte>? Challenge { get; init; }

    public Part<AppraisalPolicy> Appraisal { get; init; } = Part.Missing<AppraisalPolicy>();

    /// <summary>
    /// The root that the certificates beside the keys must lead to; null: they need only belong to the keys and to one another.
    /// </summary>
    public Certificate? KeyRoot { get; init; }

    /// <summary>How far the issuer's clock may differ.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromMinutes(1);

    public ISignatureVerifier Signatures { get; init; } = SystemSignatures.Instance;
}
