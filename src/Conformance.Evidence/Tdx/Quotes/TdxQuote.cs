using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Conformance.Evidence.Tdx;

//  Intel TDX quote, version 4 or 5, ECDSA P-256:
//
//  +-- header                      48 bytes
//  +-- [v5] u16 body type, u32 body size
//  +-- TD report body              584 bytes (TD 1.0) or 648 (TD 1.5); signed up to here
//  +-- u32 length of the section
//  |   +-- signature r|s           64
//  |   +-- attestation key x|y     64
//  |   +-- u16 type (6), u32 size
//  |       +-- QE report           384
//  |       +-- its signature r|s   64
//  |       +-- u16 n, n bytes of authentication data
//  |       +-- u16 type, u32 size, certification data
//  +-- anything: legal, unsigned, never looked at
//
//  Limits:  TdxLimits. Nothing is copied; the only allocation is the result.
//  Source:  Intel TDX DCAP quote generation library and quote format, A.3 and A.4.

/// <summary>A quote whose lengths and kinds are right. Says nothing about whether it is genuine.</summary>
public sealed class TdxQuote
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _bodyOffset;
    private readonly int _bodyEnd;
    private readonly int _authOffset;
    private readonly int _authEnd;

    private TdxQuote(ReadOnlyMemory<byte> bytes, in QuoteLayout layout)
    {
        _bytes = bytes;
        _bodyOffset = layout.BodyOffset;
        _bodyEnd = layout.BodyEnd;
        _authOffset = layout.AuthOffset;
        _authEnd = layout.AuthEnd;
        End = layout.End;
        CertificationType = layout.CertificationType;
    }

    public ushort Version => BinaryPrimitives.ReadUInt16LittleEndian(Span);

    public ushort AttestationKeyType => BinaryPrimitives.ReadUInt16LittleEndian(Span[2..]);

    public uint TeeType => BinaryPrimitives.ReadUInt32LittleEndian(Span[4..]);

    /// <summary>Reserved in versions 4 and 5; zero in every quote that has been seen. Signed, and not judged.</summary>
    public ushort ReservedWord0 => BinaryPrimitives.ReadUInt16LittleEndian(Span[8..]);

    /// <inheritdoc cref="ReservedWord0"/>
    public ushort ReservedWord1 => BinaryPrimitives.ReadUInt16LittleEndian(Span[10..]);

    public ReadOnlySpan<byte> QeVendorId => Span.Slice(12, 16);

    /// <summary>The first 16 bytes are the id of the quoting enclave.</summary>
    public ReadOnlySpan<byte> UserData => Span.Slice(28, 20);

    public TdBody Body => new(_bytes[_bodyOffset.._bodyEnd]);

    /// <summary>What the attestation key signed: header and body.</summary>
    public ReadOnlySpan<byte> SignedBytes => Span[.._bodyEnd];

    /// <summary>r|s, big-endian.</summary>
    public ReadOnlySpan<byte> Signature => Span.Slice(_bodyEnd + 4, 64);

    /// <summary>x|y, big-endian.</summary>
    public ReadOnlySpan<byte> AttestationKey => Span.Slice(_bodyEnd + 4 + 64, 64);

    public QeReport QeReport => new(_bytes.Slice(QeReportOffset, Tdx.QeReport.Size));

    /// <summary>r|s, big-endian, by the PCK leaf's key.</summary>
    public ReadOnlySpan<byte> QeReportSignature => Span.Slice(QeReportOffset + Tdx.QeReport.Size, 64);

    public ReadOnlySpan<byte> QeAuthenticationData => Span[_authOffset.._authEnd];

    /// <summary>1 to 5 or 7; 5 is a PCK chain.</summary>
    public ushort CertificationType { get; }

    public ReadOnlyMemory<byte> CertificationData => _bytes[(_authEnd + 6)..End];

    /// <summary>Length of what the quote declares; the rest is <see cref="TrailingBytes"/>.</summary>
    public int End { get; }

    public int TrailingBytes => _bytes.Length - End;

    public int Length => _bytes.Length;

    private ReadOnlySpan<byte> Span => _bytes.Span;

    private int QeReportOffset => _bodyEnd + 4 + QuoteLayout.SectionHead;

    /// <param name="bytes">Kept, not copied: whoever changes them changes the quote.</param>
    /// <exception cref="EvidenceFormatException">No TDX quote: the message has the offset, the expectation and the finding.</exception>
    public static TdxQuote Parse(ReadOnlyMemory<byte> bytes) =>
        TryParse(bytes, out var quote, out var fault) ? quote : throw fault.ToException();

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TdxQuote? quote, out QuoteFault fault)
    {
        fault = QuoteLayout.Read(bytes.Span, out var layout);
        quote = fault.Rule == QuoteRule.None ? new TdxQuote(bytes, layout) : null;
        return quote is not null;
    }
}
