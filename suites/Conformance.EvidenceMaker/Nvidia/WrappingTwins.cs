using System.Security.Cryptography;
using System.Text;
using Conformance.Evidence.Checks;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>
/// Manifests that show one thing and sign another (XML Signature wrapping, McIntosh and Austel 2005; Somorovsky and others 2012), that
/// smuggle text past a canonicaliser, or that are no manifests at all.
/// </summary>
internal static class WrappingTwins
{
    private const string Close = "</SoftwareIdentity>";
    private const string Ds = "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";

    private static readonly string Evil = $"<ns0:Payload><ns0:Resource active=\"True\" alternatives=\"1\" index=\"7\" name=\"evil\" size=\"48\" type=\"Measurement\" ns2:Hash0=\"{new string('0', 96)}\"></ns0:Resource></ns0:Payload>";

    public static IReadOnlyList<(string Variant, string Reason, Action<RimSpec> Change)> All { get; } =
    [
        // The signed document stands somewhere inside a forged one.
        After("wrapped-whole", ReasonCode.RimShape, t => Forged(t, signature => signature, whole => whole)),
        After(
            "wrapped-in-object", ReasonCode.RimSignatureForm, t =>
                Forged(
                    t, s => s.Replace("</ds:Signature>", $"<ds:Object>{t}</ds:Object></ds:Signature>", StringComparison.Ordinal), _ => "")),
        After(
            "wrapped-in-key-info", ReasonCode.RimSignatureForm, t =>
                Forged(
                    t, s => s.Replace("<ds:X509Data>", $"<ds:Evidence>{t}</ds:Evidence><ds:X509Data>", StringComparison.Ordinal), _ => "")),
        After(
            "signature-detached-sibling", ReasonCode.RimShape, t =>
                Forged(t, s => s, whole => whole.Replace(SignatureOf(whole), "", StringComparison.Ordinal))),
        After(
            "signed-part-in-entity", ReasonCode.RimShape, t =>
                Forged(t, s => s, _ => "").Replace("<ns0:Entity name=\"n\">", $"<ns0:Entity name=\"n\">{t}", StringComparison.Ordinal)),

        // A second part that a careless reader finds first, or last.
        After("payload-twice", ReasonCode.RimShape, t => t.Replace("</ns0:Payload>", "</ns0:Payload>" + Evil, StringComparison.Ordinal)),
        After("payload-before", ReasonCode.RimShape, t => t.Replace("<ns0:Payload>", Evil + "<ns0:Payload>", StringComparison.Ordinal)),
        After(
            "payload-in-meta", ReasonCode.RimShape, t =>
                t.Replace("product=\"GH100\">", "product=\"GH100\">" + Evil, StringComparison.Ordinal)),
        After(
            "resource-in-resource", ReasonCode.RimResource, t =>
                t.Replace("></ns0:Resource>", ">" + Evil[13..^14] + "</ns0:Resource>", StringComparison.Ordinal)),
        After("payload-after-signature", ReasonCode.RimSignatureForm, t => t.Replace(Close, Evil + Close, StringComparison.Ordinal)),
        After("signature-twice", ReasonCode.RimShape, t => t.Replace(Close, SignatureOf(t) + Close, StringComparison.Ordinal)),
        After(
            "signature-first", ReasonCode.RimSignatureForm, t =>
                t.Replace(SignatureOf(t), "", StringComparison.Ordinal)
                    .Replace("<ns0:Entity", SignatureOf(t) + "<ns0:Entity", StringComparison.Ordinal)),
        After(
            "signature-in-payload", ReasonCode.RimResource, t =>
                t.Replace(SignatureOf(t), "", StringComparison.Ordinal)
                    .Replace("</ns0:Payload>", SignatureOf(t) + "</ns0:Payload>", StringComparison.Ordinal)),
        After("no-signature", ReasonCode.RimSignatureForm, t => t.Replace(SignatureOf(t), "", StringComparison.Ordinal)),
        After(
            "resource-of-another-namespace", ReasonCode.RimResource, t =>
                t.Replace("<ns0:Resource", "<x:Resource xmlns:x=\"urn:x\"", StringComparison.Ordinal)
                    .Replace("</ns0:Resource>", "</x:Resource>", StringComparison.Ordinal)),
        After(
            "namespace-turned", ReasonCode.RimResource, t =>
                t.Replace("<ns0:Payload>", "<ns0:Payload><ns0:Resource xmlns:ns0=\"urn:x\"></ns0:Resource>", StringComparison.Ordinal)),
        After("hash-of-another-namespace", ReasonCode.RimResource, t => t.Replace(" ns2:Hash0=", " Hash0=", StringComparison.Ordinal)),

        // Signed, but as the signer of these manifests never signs: each would move what is covered.
        Info("reference-to-part", i => i.Replace("URI=\"\"", "URI=\"#p\"", StringComparison.Ordinal)),
        Info("reference-xpointer", i => i.Replace("URI=\"\"", "URI=\"#xpointer(/)\"", StringComparison.Ordinal)),
        Info("reference-outside", i => i.Replace("URI=\"\"", "URI=\"file:///dev/null\"", StringComparison.Ordinal)),
        Info("reference-without-uri", i => i.Replace(" URI=\"\"", "", StringComparison.Ordinal)),
        Info("reference-with-id", i => i.Replace(" URI=\"\"", " Id=\"r\" URI=\"\"", StringComparison.Ordinal)),
        Info("reference-twice", i => i + Reference(i).Replace("URI=\"\"", "URI=\"#p\"", StringComparison.Ordinal)),
        Info("no-reference", i => i.Replace(Reference(i), "", StringComparison.Ordinal)),
        Info("transform-xpath", i => i.Replace("</ds:Transforms>", "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>not(self::Payload)</ds:XPath></ds:Transform></ds:Transforms>", StringComparison.Ordinal)),
        Info(
            "transform-xslt", i =>
                i.Replace(
                    "http://www.w3.org/2006/12/xml-c14n11\"></ds:Transform></ds:Transforms>",
                    "http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform></ds:Transforms>", StringComparison.Ordinal)),
        Info("transform-base64", i => i.Replace("#enveloped-signature", "#base64", StringComparison.Ordinal)),
        Info(
            "transform-twice-enveloped", i =>
                i.Replace(
                    "http://www.w3.org/2006/12/xml-c14n11\"></ds:Transform></ds:Transforms>",
                    "http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform></ds:Transforms>", StringComparison.Ordinal)),
        Info(
            "no-transforms", i =>
                i[..i.IndexOf("<ds:Transforms>", StringComparison.Ordinal)]
                    + i[(i.IndexOf("</ds:Transforms>", StringComparison.Ordinal) + 16)..]),
        Info(
            "canonicalisation-exclusive", i =>
                i.Replace(
                    "CanonicalizationMethod Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"",
                    "CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"", StringComparison.Ordinal)),
        Info(
            "canonicalisation-with-comments", i =>
                i.Replace(
                    "CanonicalizationMethod Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"",
                    "CanonicalizationMethod Algorithm=\"http://www.w3.org/2006/12/xml-c14n11#WithComments\"", StringComparison.Ordinal)),
        Info(
            "hmac", i =>
                i.Replace(
                    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
                    StringComparison.Ordinal)),
        Info(
            "hmac-truncated", i =>
                i.Replace(
                    "#ecdsa-sha384\"></ds:SignatureMethod>",
                    "#ecdsa-sha384\"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>", StringComparison.Ordinal)),
        Info(
            "digest-sha1", i =>
                i.Replace(
                    "http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2000/09/xmldsig#sha1", StringComparison.Ordinal)),
        Info(
            "digest-twice", i =>
                i.Replace("</ds:Reference>", "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>", StringComparison.Ordinal)),
        After(
            "key-value", ReasonCode.RimSignatureForm, t =>
                t.Replace("<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyValue></ds:KeyValue>", StringComparison.Ordinal)),
        After(
            "key-by-reference", ReasonCode.RimSignatureForm, t =>
                t.Replace(
                    "<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://example.invalid/\"></ds:RetrievalMethod>",
                    StringComparison.Ordinal)),
        After(
            "signed-info-twice", ReasonCode.RimSignatureForm, t =>
                t.Replace("<ds:SignatureValue>", "<ds:SignedInfo></ds:SignedInfo><ds:SignatureValue>", StringComparison.Ordinal)),
        After(
            "signature-value-twice", ReasonCode.RimSignatureForm, t =>
                t.Replace("<ds:KeyInfo>", "<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>", StringComparison.Ordinal)),
        After(
            "manifest-object", ReasonCode.RimSignatureForm, t =>
                t.Replace(
                    "</ds:Signature>", "<ds:Object><ds:Manifest></ds:Manifest></ds:Object></ds:Signature>", StringComparison.Ordinal)),

        // What a canonicaliser leaves out or resolves, and what is beyond its reach.
        After("comment-in-version", ReasonCode.RimXml, t => t.Replace("<ns0:Meta", "<!-- --><ns0:Meta", StringComparison.Ordinal)),
        After(
            "comment-in-signature-value", ReasonCode.RimXml, t =>
                t.Replace("<ds:SignatureValue>", "<ds:SignatureValue><!---->", StringComparison.Ordinal)),
        After("processing-instruction", ReasonCode.RimXml, t => t.Replace("<ns0:Meta", "<?x y?><ns0:Meta", StringComparison.Ordinal)),
        After("entity", ReasonCode.RimXml, t => "<!DOCTYPE s [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + t),
        After("entity-bomb", ReasonCode.RimXml, t => "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>" + t),
        After("default-attribute", ReasonCode.RimXml, t => "<!DOCTYPE s [<!ATTLIST SoftwareIdentity tagId CDATA \"x\">]>" + t),
        After(
            "cdata", ReasonCode.RimXml, t => t.Replace("<ds:SignatureValue>", "<ds:SignatureValue><![CDATA[]]>", StringComparison.Ordinal)),
        After(
            "xml-base", ReasonCode.RimXml, t =>
                t.Replace("<ns0:Payload>", "<ns0:Payload xml:base=\"http://example.invalid/\">", StringComparison.Ordinal)),
        After("xml-id", ReasonCode.RimXml, t => t.Replace("<ns0:Payload>", "<ns0:Payload xml:id=\"p\">", StringComparison.Ordinal)),
        After(
            "attribute-twice", ReasonCode.RimXml, t =>
                t.Replace(" index=\"7\"", " index=\"7\" index=\"8\"", StringComparison.Ordinal)
                    .Replace(" index=\"9\"", " index=\"9\" index=\"8\"", StringComparison.Ordinal)),
        After("document-twice", ReasonCode.RimXml, t => t + t),
        After("latin-1", ReasonCode.RimXml, t => "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + t),

        // No manifests.
        After("not-xml", ReasonCode.RimXml, _ => "{}"),
        After("cut", ReasonCode.RimXml, t => t[..^5]),
        After(
            "no-meta", ReasonCode.RimMeta, t =>
                t[..t.IndexOf("<ns0:Meta", StringComparison.Ordinal)] + t[(t.IndexOf("</ns0:Meta>", StringComparison.Ordinal) + 11)..]),
        After("no-version", ReasonCode.RimMeta, t => t.Replace("colloquialVersion=", "colloquial=", StringComparison.Ordinal)),
        ("empty", ReasonCode.RimPayload, r => r.Measurements.Clear()),
        After(
            "no-payload", ReasonCode.RimPayload, t =>
                t[..t.IndexOf("<ns0:Payload>", StringComparison.Ordinal)]
                    + t[(t.IndexOf("</ns0:Payload>", StringComparison.Ordinal) + 14)..]),
        ("index-twice", ReasonCode.RimDuplicateIndex, r => r.Measurements.Add(r.Measurements[0])),
        ("index-twice-once-inactive", ReasonCode.RimDuplicateIndex, r => r.Measurements.Add(r.Measurements[0] with { IsActive = false })),
        Body("index-too-large", ReasonCode.RimResource, " index=\"7\"", " index=\"255\""),
        Body("index-no-number", ReasonCode.RimResource, " index=\"7\"", " index=\"+7\""),
        Body("active-lower-case", ReasonCode.RimResource, " active=\"True\"", " active=\"true\""),
        Body("no-alternatives", ReasonCode.RimResource, " alternatives=\"1\"", " alternatives=\"0\""),
        Body("more-alternatives-said", ReasonCode.RimResource, " alternatives=\"1\"", " alternatives=\"2\""),
        Body("fewer-alternatives-said", ReasonCode.RimResource, " alternatives=\"2\"", " alternatives=\"1\""),
        Body("size", ReasonCode.RimResource, " size=\"48\"", " size=\"32\""),
        Body("no-name", ReasonCode.RimResource, " name=\"Measurement_7\"", ""),
        Body("type", ReasonCode.RimResource, " type=\"Measurement\"", " type=\"Other\""),
        Body("root-name", ReasonCode.RimShape, "<SoftwareIdentity ", "<SoftwareIdentity2 "),
        After(
            "no-certificates", ReasonCode.RimCertificate, t =>
                t[..t.IndexOf("<ds:X509Certificate>", StringComparison.Ordinal)]
                    + t[(t.LastIndexOf("</ds:X509Certificate>", StringComparison.Ordinal) + 21)..]),
        After(
            "certificate-no-base64", ReasonCode.RimCertificate, t =>
                t.Replace("<ds:X509Certificate>", "<ds:X509Certificate>!", StringComparison.Ordinal)),
        After(
            "certificate-no-der", ReasonCode.RimCertificate, t =>
                t.Replace("<ds:X509Certificate>MII", "<ds:X509Certificate>NII", StringComparison.Ordinal)),
    ];

    /// <summary>Another signature value, of the right size.</summary>
    public static string OtherSignature(string text)
    {
        var at = text.IndexOf("<ds:SignatureValue>", StringComparison.Ordinal) + 19;
        return text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
    }

    /// <summary>A forger's edit with the digest made to fit: only the signature can tell.</summary>
    public static string DigestAnew(string text)
    {
        var edited = text.Replace("name=\"n\"", "name=\"m\"", StringComparison.Ordinal);
        var digest =
            Convert.ToBase64String(
                SHA384.HashData(Encoding.UTF8.GetBytes(edited.Replace(SignatureOf(edited), "", StringComparison.Ordinal))));
        var start = edited.IndexOf("<ds:DigestValue>", StringComparison.Ordinal) + 16;
        return edited[..start] + digest + edited[edited.IndexOf("</ds:DigestValue>", StringComparison.Ordinal)..];
    }

    private static string SignatureOf(string text)
    {
        var start = text.LastIndexOf("<ds:Signature " + Ds, StringComparison.Ordinal);
        return text[start..(text.LastIndexOf("</ds:Signature>", StringComparison.Ordinal) + 15)];
    }

    private static string Reference(string info) => info[info.IndexOf("<ds:Reference", StringComparison.Ordinal)..];

    /// <summary>A manifest of the forger's with the signature of the genuine one, which stands beside it.</summary>
    private static string Forged(string text, Func<string, string> signature, Func<string, string> whole)
    {
        var start = text[..(text.IndexOf('>', StringComparison.Ordinal) + 1)];
        return $"{start}<ns0:Entity name=\"n\"></ns0:Entity><ns0:Meta colloquialVersion=\"550.90.07\" edition=\"GPU\" product=\"GH100\"></ns0:Meta>{Evil}{whole(text)}{signature(SignatureOf(text))}{Close}";
    }

    private static (string Variant, string Reason, Action<RimSpec> Change) After(
        string variant, string reason, Func<string, string> change) =>
        (variant, reason, r => r.After = change);

    private static (string Variant, string Reason, Action<RimSpec> Change) Info(string variant, Func<string, string> change) =>
        (variant, ReasonCode.RimSignatureForm, r => r.Info = change);

    private static (string Variant, string Reason, Action<RimSpec> Change) Body(string variant, string reason, string old, string other) =>
        (variant, reason, r =>
        {
            r.Body = t => t.Replace(old, other, StringComparison.Ordinal);
            r.After = t =>
                t.Replace(
                    "</SoftwareIdentity>", other == "<SoftwareIdentity2 "
                        ? "</SoftwareIdentity2>"
                        : "</SoftwareIdentity>", StringComparison.Ordinal);
        });
}
