using System.Buffers.Binary;

namespace Conformance.Evidence.Tdx;

/// <summary>Where the parts of a quote are. One core for the throwing and the trying parser, so that they cannot disagree.</summary>
internal struct QuoteLayout
{
    public const int HeaderSize = 48;
    public const int BodyDescriptorSize = 6;

    /// <summary>Signature, attestation key, type and size of the outer certification data.</summary>
    public const int SectionHead = 64 + 64 + 2 + 4;

    /// <summary>QE report, its signature, the count of the authentication data.</summary>
    private const int PayloadHead = QeReport.Size + 64 + 2;

    private const ushort EcdsaP256 = 2;
    private const uint TdxTee = 0x81;
    private const ushort QeReportCertification = 6;

    public int BodyOffset;
    public int BodyEnd;
    public int AuthOffset;
    public int AuthEnd;
    public int End;
    public ushort CertificationType;

    /// <summary>Intel's quoting enclave: the only one that quotes TDs.</summary>
    public static ReadOnlySpan<byte> IntelQeVendor =>
        [0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9, 0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07];

    public static QuoteFault Read(ReadOnlySpan<byte> bytes, out QuoteLayout layout)
    {
        layout = default;
        if (bytes.Length > TdxLimits.QuoteBytes)
        {
            return new(QuoteRule.Length, TdxLimits.QuoteBytes, "at most {0} bytes in all, found {1}", TdxLimits.QuoteBytes, bytes.Length);
        }

        var fault = ReadHeader(bytes);
        if (fault.Rule == QuoteRule.None)
        {
            fault = layout.ReadBody(bytes);
        }

        return fault.Rule == QuoteRule.None ? layout.ReadSection(bytes) : fault;
    }

    private static QuoteFault ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize)
        {
            return Short(0, HeaderSize, bytes.Length, "a header of {0} bytes, found {1}");
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (version == 3)
        {
            return new(QuoteRule.SgxQuote, 0, "a TDX quote of version 4 or 5, found an SGX enclave quote of version {1}", 4, version);
        }

        if (version is not (4 or 5))
        {
            return new(QuoteRule.Version, 0, "version 4 or 5, found {1}", 4, version);
        }

        var keyType = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (keyType != EcdsaP256)
        {
            return new(QuoteRule.KeyType, 2, "attestation key type {0} (ECDSA P-256), found {1}", EcdsaP256, keyType);
        }

        var tee = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (tee != TdxTee)
        {
            var template = tee == 0 ? "TEE type {0} (TDX), found {1} (an SGX enclave quote)" : "TEE type {0} (TDX), found {1}";
            return new(QuoteRule.TeeType, 4, template, TdxTee, tee);
        }

        var same = bytes.Slice(12, 16).CommonPrefixLength(IntelQeVendor);
        return same == 16
            ? default
            : new(QuoteRule.QeVendor, 12 + same, "byte {0} of Intel's QE vendor id, found {1}", IntelQeVendor[same], bytes[12 + same]);
    }

    private QuoteFault ReadBody(ReadOnlySpan<byte> bytes)
    {
        BodyOffset = HeaderSize;
        var size = TdBody.Size10;
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) == 5)
        {
            BodyOffset += BodyDescriptorSize;
            if (bytes.Length < BodyOffset)
            {
                return Short(HeaderSize, BodyDescriptorSize, bytes.Length - HeaderSize, "{0} bytes of body type and size, found {1}");
            }

            var type = BinaryPrimitives.ReadUInt16LittleEndian(bytes[HeaderSize..]);
            if (type is not (2 or 3))
            {
                var template = type == 1 ? "body type 2 or 3 (a TD), found {1} (an SGX enclave)" : "body type 2 or 3, found {1}";
                return new(QuoteRule.BodyType, HeaderSize, template, 2, type);
            }

            size = type == 2 ? TdBody.Size10 : TdBody.Size15;
            var declared = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(HeaderSize + 2)..]);
            if (declared != size)
            {
                return new(QuoteRule.BodyType, HeaderSize + 2, "a body of {0} bytes for its type, found {1}", size, declared);
            }
        }

        BodyEnd = BodyOffset + size;
        return bytes.Length < BodyEnd ? Short(BodyOffset, size, bytes.Length - BodyOffset, "a TD body of {0} bytes, found {1}") : default;
    }

    private QuoteFault ReadSection(ReadOnlySpan<byte> bytes)
    {
        var left = bytes.Length - BodyEnd;
        if (left < 4)
        {
            return Short(BodyEnd, 4, left, "{0} bytes of section length, found {1}");
        }

        var declared = BinaryPrimitives.ReadUInt32LittleEndian(bytes[BodyEnd..]);
        if (declared > left - 4)
        {
            return Short(BodyEnd, declared, left - 4, "the {0} bytes of signature data that it declares, found {1}");
        }

        var section = bytes.Slice(BodyEnd + 4, (int)declared);
        const int Smallest = SectionHead + PayloadHead + 6;
        if (section.Length < Smallest)
        {
            return new(QuoteRule.Length, BodyEnd, "at least {0} bytes of signature data, found {1}", Smallest, section.Length);
        }

        var start = BodyEnd + 4;
        End = start + section.Length;
        var outer = BinaryPrimitives.ReadUInt16LittleEndian(section[128..]);
        if (outer != QeReportCertification)
        {
            return new(
                QuoteRule.Certification, start
                    + 128, "certification data of type {0} (QE report), found {1}", QeReportCertification, outer);
        }

        var payload = BinaryPrimitives.ReadUInt32LittleEndian(section[130..]);
        if (payload != section.Length - SectionHead)
        {
            return new(
                QuoteRule.Length, start + 130, "{0} bytes, which fill the section, found {1}", section.Length - SectionHead, payload);
        }

        return ReadInner(section, start);
    }

    private QuoteFault ReadInner(ReadOnlySpan<byte> section, int start)
    {
        var at = SectionHead + PayloadHead;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(section[(at - 2)..]);
        var room = section.Length - at - 6;
        if (count > room)
        {
            return new(QuoteRule.Length, start + at - 2, "at most {0} bytes of QE authentication data, found {1}", room, count);
        }

        AuthOffset = start + at;
        AuthEnd = AuthOffset + count;
        at += count;
        CertificationType = BinaryPrimitives.ReadUInt16LittleEndian(section[at..]);
        if (CertificationType is not ((>= 1 and <= 5) or 7))
        {
            return new(QuoteRule.Certification, start + at, "certification data of type {0} (PCK chain), found {1}", 5, CertificationType);
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(section[(at + 2)..]);
        var rest = section.Length - at - 6;
        return size == rest ? default : new(QuoteRule.Length, start + at + 2, "{0} bytes, which fill the section, found {1}", rest, size);
    }

    private static QuoteFault Short(int offset, long expected, long found, string template) =>
        new(QuoteRule.Length, offset, template, expected, Math.Max(found, 0));
}
