using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Snp;

/// <summary>Which root key belongs to a product line. Anchors come from here or from the caller, never from evidence.</summary>
public sealed class SnpAnchors
{
    private readonly IReadOnlyDictionary<ProductLine, string> _keys;

    /// <param name="keys">SHA-256 of each root's SubjectPublicKeyInfo, lower-case hex.</param>
    public SnpAnchors(IReadOnlyDictionary<ProductLine, string> keys) => _keys = keys;

    /// <summary>AMD's own (https://kdsintf.amd.com/vcek/v1/{line}/cert_chain).</summary>
    public static SnpAnchors Amd { get; } = new(new Dictionary<ProductLine, string>
    {
        [ProductLine.Milan] = "9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9",
        [ProductLine.Genoa] = "429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831",
        [ProductLine.Turin] = "4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08",
    });

    public string? KeyOf(ProductLine line) => _keys.GetValueOrDefault(line);

    public bool IsRoot(ProductLine line, Certificate certificate) => KeyOf(line) == certificate.KeyFingerprint;
}
