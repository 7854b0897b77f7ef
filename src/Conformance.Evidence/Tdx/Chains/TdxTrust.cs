namespace Conformance.Evidence.Tdx;

/// <summary>
/// The roots that are believed, by SHA-256 of their SubjectPublicKeyInfo. Nothing in evidence or collateral adds to them.
/// </summary>
public sealed class TdxTrust
{
    private const string IntelRootKey = "a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e";

    private readonly HashSet<string> _roots;

    /// <param name="rootKeys">SHA-256 in lower-case hex.</param>
    public TdxTrust(params string[] rootKeys) => _roots = new HashSet<string>(rootKeys, StringComparer.Ordinal);

    /// <summary>Intel SGX Root CA.</summary>
    public static TdxTrust Intel { get; } = new(IntelRootKey);

    public bool IsRoot(string keyFingerprint) => _roots.Contains(keyFingerprint);
}
