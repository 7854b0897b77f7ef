namespace Conformance.Evidence.Certificates;

/// <summary>The signatures that CPU vendors use, with all their parameters.</summary>
public enum SignatureAlgorithm
{
    /// <summary>Any other, or one of these with other parameters. Never verifies.</summary>
    Unknown,

    /// <summary>RSASSA-PSS, SHA-384, MGF1 with SHA-384, salt 48, trailer 1 (RFC 4055).</summary>
    RsaPssSha384,

    /// <summary>ECDSA with SHA-256 (RFC 5758).</summary>
    EcdsaSha256,

    /// <summary>ECDSA with SHA-384 (RFC 5758).</summary>
    EcdsaSha384,
}
