using System.Formats.Asn1;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp;

//  Extensions of VCEK and VLEK certificates (publication 57230, Versioned Chip Endorsement Key certificate and KDS interface).
//  1.3.6.1.4.1.3704.1
//  +-- .1  structVersion INTEGER   +-- .2 productName IA5String
//  +-- .3.1 bl .3.2 tee .3.3 snp .3.4-.3.7 reserved .3.8 ucode .3.9 fmc, each INTEGER 0-255
//  +-- .4  hwID (VCEK)             +-- .5 cspID IA5String (VLEK)

/// <summary>What AMD's key server wrote into a VEK certificate.</summary>
public sealed record VekExtensions(
    int StructVersion, string ProductName, ProductLine Line, int? Stepping, TcbVersion Tcb, byte[]? HwId, string? CspId)
{
    public const string Prefix = "1.3.6.1.4.1.3704.1.";

    private static readonly string[] Spl = ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9"];

    /// <exception cref="EvidenceFormatException">One is missing, unknown, or not encoded as specified.</exception>
    public static VekExtensions Read(Certificate vek)
    {
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var extension in vek.Extensions)
        {
            if (extension.Oid.StartsWith(Prefix, StringComparison.Ordinal))
            {
                // Twice the same identifier is refused by the certificate's parser already.
                found.Add(extension.Oid[Prefix.Length..], extension.Value);
            }
        }

        var structVersion = Integer(found, "1");
        var name = Text(found, "2", "productName");
        var product = ProductLines.OfProductName(name)
            ?? throw Bad("2", $"productName: expected Milan, Genoa or Turin with a known stepping, found '{name}'");
        var isTurin = product.Line == ProductLine.Turin;
        var spl = new byte[Spl.Length];
        for (var i = 0; i < spl.Length; i++)
        {
            // Turin certificates have an fmcSPL and may lack reserved ones; the others have no fmcSPL.
            var isOptional = i is >= 3 and <= 6;
            if (isTurin || i != 8)
            {
                spl[i] = found.ContainsKey(Spl[i]) || !isOptional ? Level(found, Spl[i], isMicrocode: i == 7) : (byte)0;
            }

            if (isOptional && spl[i] != 0)
            {
                throw Bad(Spl[i], $"expected 0 in a reserved component, found {spl[i]}");
            }
        }

        if (structVersion != (isTurin ? 1 : 0))
        {
            throw Bad("1", $"structVersion: expected {(isTurin ? 1 : 0)} for {product.Line}, found {structVersion}");
        }

        var hwId = found.Remove("4", out var hw) ? HwIdOf(hw.Span, isTurin) : null;
        var cspId = found.ContainsKey("5") ? Text(found, "5", "cspID") : null;
        return found.Count == 0
            ? new VekExtensions(
                structVersion, name, product.Line, product.Stepping, new TcbVersion(spl[8], spl[0], spl[1], spl[2], spl[7]), hwId, cspId)
            : throw Bad(found.Keys.Order(StringComparer.Ordinal).First(), "is not defined for this product");
    }

    private static byte Level(Dictionary<string, ReadOnlyMemory<byte>> found, string tail, bool isMicrocode)
    {
        // Only microcode levels have been issued above 127; elsewhere such a value is an encoding gone wrong.
        var value = Integer(found, tail);
        return value <= (isMicrocode ? 255 : 127)
            ? (byte)value
            : throw Bad(tail, $"expected at most {(isMicrocode ? 255 : 127)}, found {value}");
    }

    private static int Integer(Dictionary<string, ReadOnlyMemory<byte>> found, string tail)
    {
        var bytes = Take(found, tail);
        try
        {
            var value = AsnDecoder.ReadInteger(bytes.Span, AsnEncodingRules.DER, out var used);
            return used == bytes.Length && value >= 0 && value <= 255
                ? (int)value
                : throw Bad(tail, $"expected one INTEGER from 0 to 255, found {Convert.ToHexStringLower(bytes.Span)}");
        }
        catch (AsnContentException e)
        {
            throw Bad(tail, $"expected an INTEGER, found {Convert.ToHexStringLower(bytes.Span)}", e);
        }
    }

    private static string Text(Dictionary<string, ReadOnlyMemory<byte>> found, string tail, string name)
    {
        var bytes = Take(found, tail);
        try
        {
            var text = AsnDecoder.ReadCharacterString(bytes.Span, AsnEncodingRules.DER, UniversalTagNumber.IA5String, out var used);
            return used == bytes.Length ? text : throw Bad(tail, $"{name}: {bytes.Length - used} bytes after the IA5String");
        }
        catch (AsnContentException e)
        {
            throw Bad(tail, $"{name}: expected an IA5String", e);
        }
    }

    // Three encodings are in the wild: 64 bytes bare, 64 bytes in an OCTET STRING, and 8 bytes bare on Turin.
    private static byte[] HwIdOf(ReadOnlySpan<byte> value, bool isTurin) =>
        value.Length == (isTurin ? 8 : 64) ? value.ToArray()
        : !isTurin && value.Length == 66 && value is [0x04, 0x40, ..] ? value[2..].ToArray()
        : throw Bad("4", $"hwID: expected {(isTurin ? 8 : 64)} bytes, found {value.Length}");

    private static ReadOnlyMemory<byte> Take(Dictionary<string, ReadOnlyMemory<byte>> found, string tail) =>
        found.Remove(tail, out var bytes) ? bytes : throw Bad(tail, "is missing");

    private static EvidenceFormatException Bad(string tail, string message, Exception? inner = null) =>
        new(ReasonCode.SnpVekExtension, $"VEK extension {Prefix}{tail}", message, inner);
}
