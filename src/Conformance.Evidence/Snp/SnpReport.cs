using System.Buffers.Binary;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp;

//  ATTESTATION_REPORT (SEV Secure Nested Paging Firmware ABI Specification, publication 56860, MSG_REPORT_RSP).
//  Size:     0x4A0 bytes, little-endian. The first 0x2A0 are signed: ECDSA P-384 with SHA-384.
//  Versions: 2, 3 (adds CPUID), 4 (as 3), 5 (adds mitigation vectors).
//  Parsing checks size and version only; everything else is a check of its own (SnpChecks), so that each fault is reported.

/// <summary>A report's fields. Reads them in place; allocates nothing but itself.</summary>
public sealed class SnpReport
{
    public const int Size = 0x4A0;

    public const int SignedSize = 0x2A0;

    public const uint FirstVersion = 2;

    public const uint LastVersion = 5;

    /// <summary>VMPL of a report that the host asked for.</summary>
    public const uint HostVmpl = 0xFFFFFFFF;

    /// <summary>R and S have room for 72 bytes each; P-384 uses 48.</summary>
    public const int ScalarRoom = 72;

    public const int ScalarSize = 48;

    private readonly ReadOnlyMemory<byte> _bytes;

    private SnpReport(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    public ReadOnlySpan<byte> Signed => Bytes[..SignedSize];

    public uint Version => UInt32(0x000);

    public uint GuestSvn => UInt32(0x004);

    public SnpGuestPolicy Policy => new(UInt64(0x008));

    public ReadOnlySpan<byte> FamilyId => Bytes.Slice(0x010, 16);

    public ReadOnlySpan<byte> ImageId => Bytes.Slice(0x020, 16);

    public uint Vmpl => UInt32(0x030);

    public uint SignatureAlgorithm => UInt32(0x034);

    public ReadOnlySpan<byte> CurrentTcb => Bytes.Slice(0x038, TcbVersion.Size);

    public SnpPlatformInfo PlatformInfo => new(UInt64(0x040));

    public SnpKeyInfo KeyInfo => new(UInt32(0x048));

    public ReadOnlySpan<byte> ReportData => Bytes.Slice(0x050, 64);

    public ReadOnlySpan<byte> Measurement => Bytes.Slice(0x090, 48);

    public ReadOnlySpan<byte> HostData => Bytes.Slice(0x0C0, 32);

    public ReadOnlySpan<byte> IdKeyDigest => Bytes.Slice(0x0E0, 48);

    public ReadOnlySpan<byte> AuthorKeyDigest => Bytes.Slice(0x110, 48);

    public ReadOnlySpan<byte> ReportId => Bytes.Slice(0x140, 32);

    public ReadOnlySpan<byte> ReportIdMa => Bytes.Slice(0x160, 32);

    public ReadOnlySpan<byte> ReportedTcb => Bytes.Slice(0x180, TcbVersion.Size);

    public bool HasCpuid => Version >= 3;

    /// <summary>Combined family of CPUID leaf 1; from version 3 on.</summary>
    public byte CpuidFamily => Bytes[0x188];

    public byte CpuidModel => Bytes[0x189];

    public byte CpuidStepping => Bytes[0x18A];

    public ReadOnlySpan<byte> ChipId => Bytes.Slice(0x1A0, 64);

    public bool IsChipIdMasked => !ChipId.ContainsAnyExcept((byte)0);

    public ReadOnlySpan<byte> CommittedTcb => Bytes.Slice(0x1E0, TcbVersion.Size);

    public FirmwareVersion Current => new(Bytes[0x1EA], Bytes[0x1E9], Bytes[0x1E8]);

    public FirmwareVersion Committed => new(Bytes[0x1EE], Bytes[0x1ED], Bytes[0x1EC]);

    public ReadOnlySpan<byte> LaunchTcb => Bytes.Slice(0x1F0, TcbVersion.Size);

    public bool HasMitigationVectors => Version >= 5;

    public ulong LaunchMitigations => UInt64(0x1F8);

    public ulong CurrentMitigations => UInt64(0x200);

    /// <summary>Little-endian, as it stands.</summary>
    public ReadOnlySpan<byte> SignatureR => Bytes.Slice(0x2A0, ScalarSize);

    public ReadOnlySpan<byte> SignatureS => Bytes.Slice(0x2A0 + ScalarRoom, ScalarSize);

    /// <exception cref="EvidenceFormatException">Another size, or a version whose layout is not known.</exception>
    public static SnpReport Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new EvidenceFormatException(ReasonCode.SnpReportSize, "report", $"expected {Size} bytes, found {bytes.Length}");
        }

        var report = new SnpReport(bytes);
        return report.Version is >= FirstVersion and <= LastVersion
            ? report
            : throw new EvidenceFormatException(
                ReasonCode.SnpVersion, "VERSION at 0x000", $"expected {FirstVersion} to {LastVersion}, found {report.Version}");
    }

    /// <summary>r then s, big-endian, 48 bytes each: the form that signature libraries want.</summary>
    public void CopySignature(Span<byte> signature)
    {
        SignatureR.CopyTo(signature);
        signature[..ScalarSize].Reverse();
        SignatureS.CopyTo(signature[ScalarSize..]);
        signature[ScalarSize..].Reverse();
    }

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes[offset..]);

    private ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes[offset..]);
}
