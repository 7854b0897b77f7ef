using Conformance.Evidence.Checks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace Conformance.Evidence.Certificates;

/// <summary>
/// What certificates and revocation lists have in common, read with BouncyCastle. Only called on bytes that passed <see cref="DerLimits"/>.
/// </summary>
internal static class DerLibrary
{
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";

    /// <summary>Runs the library and turns whatever it throws into our one exception.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> der, string place, Func<Asn1Sequence, T> read)
    {
        DerLimits.Check(der.Span, place);
        try
        {
            var sequence = Asn1Sequence.GetInstance(Asn1Object.FromByteArray(der.ToArray()));

            // What reads the same but is written differently would have two fingerprints; DER has one form (X.690 clause 10).
            return sequence.GetEncoded(Asn1Encodable.Der).AsSpan().SequenceEqual(der.Span)
                ? read(sequence)
                : throw new EvidenceFormatException(ReasonCode.CertificateMalformed, place, "not in DER form");
        }
        catch (Exception e) when (e is not (EvidenceFormatException or OutOfMemoryException))
        {
            throw new EvidenceFormatException(
                ReasonCode.CertificateMalformed, place, $"not a certificate structure ({e.GetType().Name})", e);
        }
    }

    public static DistinguishedName Name(X509Name name)
    {
        var oids = name.GetOidList();
        var values = name.GetValueList();
        return new DistinguishedName(
            name.GetEncoded(Asn1Encodable.Der), [.. oids.Zip(values, (oid, value) => (oid.Id, value))]);
    }

    public static SignatureAlgorithm Algorithm(AlgorithmIdentifier identifier)
    {
        switch (identifier.Algorithm.Id)
        {
            case EcdsaWithSha256:
                return identifier.Parameters is null ? SignatureAlgorithm.EcdsaSha256 : SignatureAlgorithm.Unknown;
            case EcdsaWithSha384:
                return identifier.Parameters is null ? SignatureAlgorithm.EcdsaSha384 : SignatureAlgorithm.Unknown;
            case "1.2.840.113549.1.1.10":
                // The trailer field may be spelled out although 1 is its default; AMD's older certificates do that.
                var pss = RsassaPssParameters.GetInstance(identifier.Parameters);
                return pss.HashAlgorithm.Algorithm.Id == Sha384
                    && pss.MaskGenAlgorithm.Algorithm.Id == Mgf1
                    && AlgorithmIdentifier.GetInstance(pss.MaskGenAlgorithm.Parameters).Algorithm.Id == Sha384
                    && pss.SaltLength.IntValueExact == 48
                    && pss.TrailerField.IntValueExact == 1
                        ? SignatureAlgorithm.RsaPssSha384
                        : SignatureAlgorithm.Unknown;
            default:
                return SignatureAlgorithm.Unknown;
        }
    }

    public static PublicKey Key(SubjectPublicKeyInfo info)
    {
        var encoded = info.GetEncoded(Asn1Encodable.Der);
        if (info.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
        {
            var key = RsaPublicKeyStructure.GetInstance(info.ParsePublicKey());
            return new PublicKey(
                KeyKind.Rsa, encoded, key.Modulus.BitLength, key.PublicExponent.BitLength < 63 ? key.PublicExponent.LongValueExact : 0);
        }

        if (info.Algorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey) && info.Algorithm.Parameters is DerObjectIdentifier curve)
        {
            return curve.Id switch
            {
                "1.2.840.10045.3.1.7" => new PublicKey(KeyKind.P256, encoded, 256, 0),
                "1.3.132.0.34" => new PublicKey(KeyKind.P384, encoded, 384, 0),
                _ => new PublicKey(KeyKind.Other, encoded, 0, 0),
            };
        }

        return new PublicKey(KeyKind.Other, encoded, 0, 0);
    }

    /// <summary>Like <see cref="Certificate.Serial"/>.</summary>
    public static string Serial(DerInteger serial)
    {
        var magnitude = Convert.ToHexStringLower(serial.PositiveValue.ToByteArrayUnsigned()).TrimStart('0');
        return serial.Value.SignValue < 0 ? "-" + serial.Value.ToString(16).TrimStart('-') : magnitude.Length == 0 ? "0" : magnitude;
    }

    public static DateTimeOffset Time(Time time) => new(DateTime.SpecifyKind(time.ToDateTime(), DateTimeKind.Utc));
}
