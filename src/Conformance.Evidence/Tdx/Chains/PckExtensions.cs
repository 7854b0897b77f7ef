using System.Formats.Asn1;
using System.Globalization;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

//  SGX extension of a PCK certificate (Intel SGX PCK Certificate and CRL Profile, 1.3.5), object identifier 1.2.840.113741.1.13.1:
//
//  +-- SEQUENCE of SEQUENCE { object identifier, value }
//      .1 PPID OCTET STRING (16)
//      .2 SEQUENCE of SEQUENCE { .2.1 - .2.16 component SVN INTEGER, .2.17 PCESVN INTEGER, .2.18 CPUSVN OCTET STRING (16) }
//      .3 PCEID OCTET STRING (2)    .4 FMSPC OCTET STRING (6)    .5 SGX type ENUMERATED
//      .6 platform instance id, .7 configuration: Platform CA only, not judged

/// <summary>What a PCK certificate says about its platform. TCB decisions rest on this, never on what the quote says.</summary>
public sealed record PckExtensions
{
    public const string Oid = "1.2.840.113741.1.13.1";

    public required byte[] Ppid { get; init; }

    /// <summary>16 component SVNs.</summary>
    public required byte[] Components { get; init; }

    public required ushort PceSvn { get; init; }

    public required byte[] CpuSvn { get; init; }

    public required byte[] PceId { get; init; }

    public required byte[] Fmspc { get; init; }

    /// <summary>0 standard, 1 scalable, 2 scalable with integrity.</summary>
    public required int SgxType { get; init; }

    /// <exception cref="EvidenceFormatException">The extension is absent, malformed, or lacks one of the first five values.</exception>
    public static PckExtensions Read(Certificate leaf)
    {
        const string Place = "PCK certificate, SGX extension";
        var extension = leaf.Extension(Oid)
            ?? throw new EvidenceFormatException(ReasonCode.TdxPckExtensions, Place, $"expected {Oid}, found none");
        try
        {
            var values = Pairs(new AsnReader(extension.Value, AsnEncodingRules.DER), Oid, Place);
            var tcb = Pairs(Value(values, ".2"), Oid + ".2", Place);
            return new PckExtensions
            {
                Ppid = Octets(values, ".1", 16),
                Components = [.. Enumerable.Range(1, TcbLevel.Components).Select(i => (byte)Number(tcb, $".{i}", byte.MaxValue))],
                PceSvn = (ushort)Number(tcb, ".17", ushort.MaxValue),
                CpuSvn = Octets(tcb, ".18", 16),
                PceId = Octets(values, ".3", 2),
                Fmspc = Octets(values, ".4", 6),
                SgxType = SgxTypeOf(Value(values, ".5")),
            };
        }
        catch (AsnContentException e)
        {
            throw new EvidenceFormatException(ReasonCode.TdxPckExtensions, Place, "expected DER of Intel's profile", e);
        }
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Pairs(AsnReader reader, string prefix, string place)
    {
        var pairs = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        while (sequence.HasData)
        {
            var pair = sequence.ReadSequence();
            var oid = pair.ReadObjectIdentifier();
            var value = pair.ReadEncodedValue();
            pair.ThrowIfNotEmpty();
            if (!oid.StartsWith(prefix + ".", StringComparison.Ordinal) || !pairs.TryAdd(oid[prefix.Length..], value))
            {
                throw new EvidenceFormatException(ReasonCode.TdxPckExtensions, place, $"{oid} is foreign here, or stands twice");
            }
        }

        return pairs;
    }

    private static AsnReader Value(Dictionary<string, ReadOnlyMemory<byte>> pairs, string tail) => pairs.TryGetValue(tail, out var value)
        ? new AsnReader(value, AsnEncodingRules.DER)
        : throw Bad(tail, "expected a value, found none");

    private static byte[] Octets(Dictionary<string, ReadOnlyMemory<byte>> pairs, string tail, int length)
    {
        var octets = Value(pairs, tail).ReadOctetString();
        return octets.Length == length ? octets : throw Bad(tail, $"expected {length} bytes, found {octets.Length}");
    }

    private static int Number(Dictionary<string, ReadOnlyMemory<byte>> pairs, string tail, int maximum) =>
        Value(pairs, tail).TryReadInt32(out var value) && value >= 0 && value <= maximum
            ? value
            : throw Bad(tail, $"expected 0 to {maximum}");

    private static int SgxTypeOf(AsnReader reader)
    {
        var content = reader.ReadEnumeratedBytes();
        return content.Length == 1 && content.Span[0] < 0x80 ? content.Span[0] : throw Bad(".5", "expected 0 to 127");
    }

    private static EvidenceFormatException Bad(string tail, string message) =>
        new(ReasonCode.TdxPckExtensions, string.Create(CultureInfo.InvariantCulture, $"PCK certificate, SGX extension {tail}"), message);
}
