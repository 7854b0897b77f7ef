namespace Conformance.Evidence.Nvidia.Carriers;

/// <summary>What a carrier holds for one device.</summary>
/// <param name="Place">Where it stood, for messages.</param>
/// <param name="Report">Request and response as sent.</param>
/// <param name="Certificates">PEM text or DER; null where the carrier has none.</param>
/// <param name="DeclaredArchitecture">Word or number of the carrier; null where it has none.</param>
/// <param name="DeclaredNonce">32 bytes; null where the carrier has none.</param>
public sealed record DeviceEvidence(
    string Place, ReadOnlyMemory<byte> Report, ReadOnlyMemory<byte>? Certificates, string? DeclaredArchitecture, ReadOnlyMemory<byte>? DeclaredNonce);
