using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>
/// XML Signature offers many ways to sign something else than what is read. This accepts the one form that the vendor uses: one reference
/// with URI "" under enveloped-signature and Canonical XML 1.1, SHA-384, ECDSA SHA-384, certificates in the key info. No other element,
/// attribute or transform; so there is no way to point the signature elsewhere.
/// </summary>
internal static class RimSignatureReader
{
    public const string Namespace = "http://www.w3.org/2000/09/xmldsig#";
    private const string CanonicalXml11 = "http://www.w3.org/2006/12/xml-c14n11";
    private const string Enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private const string EcdsaSha384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
    private const string Sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";

    public static RimSignature Read(XmlElement signature, string place)
    {
        var certificates = Certificates(signature, place);
        var parts = Exactly(signature, place, "SignedInfo", "SignatureValue", "KeyInfo");
        var info = Exactly(parts[0], place, "CanonicalizationMethod", "SignatureMethod", "Reference");
        Algorithm(info[0], CanonicalXml11, place);
        Algorithm(info[1], EcdsaSha384, place);

        var reference = info[2];
        if (reference.Attributes is not [{ Name: "URI", Namespace: "", Value: "" }])
        {
            throw Bad(place, "Reference: expected the one attribute URI=\"\", which means the whole document");
        }

        var inner = Exactly(reference, place, ["URI"], "Transforms", "DigestMethod", "DigestValue");
        var transforms = Exactly(inner[0], place, "Transform", "Transform");
        Algorithm(transforms[0], Enveloped, place);
        Algorithm(transforms[1], CanonicalXml11, place);
        Algorithm(inner[1], Sha384, place);
        return new RimSignature(signature, parts[0], Base64(inner[2], 48, place), Base64(parts[1], 96, place), certificates);
    }

    private static List<Certificate> Certificates(XmlElement signature, string place)
    {
        var keyInfo = signature.Elements.FirstOrDefault(e => e.Name == "KeyInfo") ?? throw BadCertificate(place, "KeyInfo is missing");
        var data = keyInfo.Elements.FirstOrDefault(e => e.Name == "X509Data") ?? throw BadCertificate(place, "X509Data is missing");
        var elements = data.Elements.ToList();
        if (elements.Count is 0 or > CertificateReader.MaxCount)
        {
            throw BadCertificate(place, $"X509Certificate: expected 1 to {CertificateReader.MaxCount}, found {elements.Count}");
        }

        var chain = new List<Certificate>();
        foreach (var element in elements)
        {
            var where = $"{place} X509Certificate {chain.Count}";
            try
            {
                chain.Add(CertificateReader.Read(Convert.FromBase64String(element.Text), where));
            }
            catch (FormatException e)
            {
                throw new EvidenceFormatException(ReasonCode.RimCertificate, where, "not base64", e);
            }
            catch (EvidenceFormatException e)
            {
                throw new EvidenceFormatException(ReasonCode.RimCertificate, e.Place, e.Message[(e.Place.Length + 2)..], e);
            }
        }

        Exactly(keyInfo, place, "X509Data");
        Exactly(data, place, [.. elements.Select(_ => "X509Certificate")]);
        return chain;
    }

    private static List<XmlElement> Exactly(XmlElement parent, string place, params string[] names) => Exactly(parent, place, [], names);

    /// <summary>
    /// The children, which must be exactly these elements of the signature namespace, with nothing but blanks between them.
    /// </summary>
    private static List<XmlElement> Exactly(XmlElement parent, string place, string[] attributes, params string[] names)
    {
        var children = parent.Elements.ToList();
        var isRight = parent.Namespace == Namespace
            && parent.Attributes.Count == attributes.Length
            && string.IsNullOrWhiteSpace(parent.Text)
            && children.Count == names.Length
            && children.Zip(names).All(p => p.First.Name == p.Second && p.First.Namespace == Namespace);
        return isRight
            ? children
            : throw Bad(
                place, $"{parent.Name}: expected exactly {string.Join(", ", names)} of XML Signature and no attribute, found {string.Join(", ", children.Select(c => c.Name))}");
    }

    private static void Algorithm(XmlElement element, string expected, string place)
    {
        if (element.Attributes is not [{ Name: "Algorithm", Namespace: "" } algorithm] || algorithm.Value != expected
            || element.Children.Count > 0)
        {
            throw Bad(place, $"{element.Name}: expected the one attribute Algorithm=\"{expected}\" and no content, found \"{element.Attribute("Algorithm")}\"");
        }
    }

    private static byte[] Base64(XmlElement element, int size, string place)
    {
        try
        {
            if (element.Attributes.Count == 0 && !element.Elements.Any() && Convert.FromBase64String(element.Text) is var bytes
                && bytes.Length == size)
            {
                return bytes;
            }
        }
        catch (FormatException)
        {
        }

        throw Bad(place, $"{element.Name}: expected {size} bytes in base64");
    }

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.RimSignatureForm, place, message);

    private static EvidenceFormatException BadCertificate(string place, string message) => new(ReasonCode.RimCertificate, place, message);
}
