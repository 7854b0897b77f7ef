using System.Buffers.Binary;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Containers;

/// <summary>A report out of whatever it came in, with the endorsements that travelled along. The form is recognised by content.</summary>
/// <param name="Form">For people: 'raw', 'hex', 'tsm', …</param>
/// <param name="Report">What should be a report; its parser has the last word.</param>
/// <param name="Table">Certificates that came along; written by the host, so never anchors.</param>
/// <param name="RuntimeData">Azure: the JSON that REPORT_DATA must be the hash of.</param>
public sealed record SnpContainer(
    string Form, ReadOnlyMemory<byte> Report, CertificateTable? Table = null, ReadOnlyMemory<byte>? RuntimeData = null)
{
    /// <summary>Larger than any form of a report: a certificate table has at most a few certificates.</summary>
    public const int MaxSize = 1024 * 1024;

    private const int MessageHeaderSize = 32;

    /// <exception cref="EvidenceFormatException">No known form.</exception>
    public static SnpContainer Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxSize)
        {
            throw new EvidenceFormatException(
                ReasonCode.SnpContainer, "evidence", $"expected at most {MaxSize} bytes, found {bytes.Length}");
        }

        return OpenBinary(bytes) ?? TextForms.Open(bytes) ?? throw new EvidenceFormatException(
            ReasonCode.SnpReportSize, "report", $"expected {SnpReport.Size} bytes or a known container, found {bytes.Length} bytes of neither");
    }

    /// <summary>A report, an extended report, Azure's or the kernel's wrapping; null for anything else.</summary>
    internal static SnpContainer? OpenBinary(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.StartsWith("HCLA"u8))
        {
            return HclReport.Open(bytes);
        }

        if (bytes.Length == SnpReport.Size)
        {
            return new SnpContainer("raw", bytes);
        }

        if (bytes.Length < SnpReport.Size)
        {
            return null;
        }

        if (DstackEnvelope.HeadSize(span, DstackEnvelope.Snp, out var length) is > 0 and var head
            && length == SnpReport.Size && bytes.Length - head >= SnpReport.Size)
        {
            return new SnpContainer("dstack", bytes.Slice(head, SnpReport.Size));
        }

        // SNP_GUEST_REQUEST response: status, size, 24 reserved bytes, report, then the rest of the buffer.
        if (bytes.Length >= MessageHeaderSize + SnpReport.Size && BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) == SnpReport.Size
            && !span[8..MessageHeaderSize].ContainsAnyExcept((byte)0))
        {
            var status = BinaryPrimitives.ReadUInt32LittleEndian(span);
            return status == 0
                ? new SnpContainer("msg-resp", WithoutPadding(bytes[MessageHeaderSize..]))
                : throw new EvidenceFormatException(ReasonCode.SnpContainer, "response status at 0x0", $"expected 0, found {status}");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(span) is < SnpReport.FirstVersion or > SnpReport.LastVersion)
        {
            return null;
        }

        var rest = bytes[SnpReport.Size..];
        return rest.Span.ContainsAnyExcept((byte)0)
            ? new SnpContainer("extended", bytes[..SnpReport.Size], CertificateTable.Read(rest))
            : new SnpContainer("raw", bytes[..SnpReport.Size]);
    }

    private static ReadOnlyMemory<byte> WithoutPadding(ReadOnlyMemory<byte> bytes)
    {
        var found = bytes.Span[SnpReport.Size..].IndexOfAnyExcept((byte)0);
        return found < 0 ? bytes[..SnpReport.Size] : throw new EvidenceFormatException(
            ReasonCode.SnpContainer, $"response offset 0x{MessageHeaderSize + SnpReport.Size + found:x}", "expected zero bytes after the report");
    }
}
