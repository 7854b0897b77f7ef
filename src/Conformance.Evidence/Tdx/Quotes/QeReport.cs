using System.Buffers.Binary;

namespace Conformance.Evidence.Tdx;

/// <summary>SGX report body of the quoting enclave, 384 bytes.</summary>
public readonly struct QeReport
{
    public const int Size = 384;

    private readonly ReadOnlyMemory<byte> _bytes;

    internal QeReport(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>What the PCK leaf's key signed.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Not used for TCB decisions: the certificate's components are.</summary>
    public ReadOnlySpan<byte> CpuSvn => Bytes[..16];

    public ReadOnlySpan<byte> MiscSelect => Bytes.Slice(16, 4);

    public ReadOnlySpan<byte> IsvExtProdId => Bytes.Slice(32, 16);

    public ReadOnlySpan<byte> Attributes => Bytes.Slice(48, 16);

    public ReadOnlySpan<byte> MrEnclave => Bytes.Slice(64, 32);

    public ReadOnlySpan<byte> MrSigner => Bytes.Slice(128, 32);

    public ReadOnlySpan<byte> ConfigId => Bytes.Slice(192, 64);

    public ushort IsvProdId => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[256..]);

    public ushort IsvSvn => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[258..]);

    public ushort ConfigSvn => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[260..]);

    public ReadOnlySpan<byte> IsvFamilyId => Bytes.Slice(304, 16);

    /// <summary>SHA-256 of attestation key and authentication data, then 32 zero bytes.</summary>
    public ReadOnlySpan<byte> ReportData => Bytes.Slice(320, 64);
}
