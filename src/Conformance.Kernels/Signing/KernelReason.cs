namespace Conformance.Kernels.Signing;

/// <summary>
/// Why a signed container is refused, beside the reasons of certificates (<see cref="Conformance.Evidence.Checks.ReasonCode"/>) and of the
/// container's format (<see cref="Containers.FatbinReason"/>). Vectors name these; they never change.
/// </summary>
public static class KernelReason
{
    public const string StatementMissing = "KERNEL_STATEMENT_MISSING";
    public const string StatementMalformed = "KERNEL_STATEMENT_MALFORMED";

    public const string SignatureMissing = "KERNEL_SIGNATURE_MISSING";
    public const string SignatureMalformed = "KERNEL_SIGNATURE_MALFORMED";

    /// <summary>The signature brings its own content along, so that two texts could claim to be the signed one.</summary>
    public const string ContentAttached = "KERNEL_CONTENT_ATTACHED";

    /// <summary>Not exactly one signer.</summary>
    public const string SignerCount = "KERNEL_SIGNER_COUNT";

    /// <summary>An algorithm, a curve or a length of key that is not on the list.</summary>
    public const string Algorithm = "KERNEL_ALGORITHM";

    /// <summary>An attribute is missing, stands twice, is not known, or is not signed.</summary>
    public const string Attributes = "KERNEL_ATTRIBUTES";

    /// <summary>The signature is over another statement.</summary>
    public const string StatementDigest = "KERNEL_STATEMENT_DIGEST";

    /// <summary>The signature was made for another certificate than the one that it brings.</summary>
    public const string SigningCertificate = "KERNEL_SIGNING_CERTIFICATE";

    public const string Signature = "KERNEL_SIGNATURE";

    /// <summary>The signer's certificate does not allow signatures.</summary>
    public const string KeyUsage = "KERNEL_KEY_USAGE";

    /// <summary>The signer's certificate is not for code.</summary>
    public const string ExtendedKeyUsage = "KERNEL_EXTENDED_KEY_USAGE";

    /// <summary>More certificates below an authority than it allows.</summary>
    public const string PathLength = "KERNEL_PATH_LENGTH";

    /// <summary>The container has another length than the statement says.</summary>
    public const string ContainerSize = "KERNEL_CONTAINER_SIZE";

    /// <summary>The container has other bytes than the statement says.</summary>
    public const string ContainerDigest = "KERNEL_CONTAINER_DIGEST";

    /// <summary>The container holds other code than the statement lists.</summary>
    public const string Entries = "KERNEL_ENTRIES";

    /// <summary>A container of another name than was asked for.</summary>
    public const string Name = "KERNEL_NAME";

    /// <summary>Older than the relying party accepts.</summary>
    public const string Downgraded = "KERNEL_DOWNGRADED";

    /// <summary>A file without a usable private key.</summary>
    public const string KeyMalformed = "KERNEL_KEY_MALFORMED";

    /// <summary>A trust file that is none.</summary>
    public const string TrustMalformed = "KERNEL_TRUST_MALFORMED";
}
