namespace Conformance.Evidence.Nvidia;

/// <summary>The vendor's roots: SHA-256 over SubjectPublicKeyInfo. Names prove nothing and are never compared.</summary>
/// <param name="DeviceRoot">NVIDIA Device Identity CA, unless a suite says otherwise.</param>
/// <param name="RimRoot">NVIDIA CoRIM signing Root CA, unless a suite says otherwise.</param>
public sealed record Anchors(string DeviceRoot, string RimRoot)
{
    public static Anchors Vendor { get; } = new(
        "a90c4eb5acfd3e3d03a25db6a26b84f720ad0503196c627c21ddd48dd85b06a4",
        "dec1dc316477aa851eebdf51327ae9f864bc8d89254657ed1e7eb9168af1e1a3");
}
