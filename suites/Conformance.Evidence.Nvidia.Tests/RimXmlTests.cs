using System.Text;
using System.Text.RegularExpressions;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>
/// Ways to show one manifest and have another signed, and XML that attacks its reader. A genuine manifest is changed by hand.
/// </summary>
public sealed partial class RimXmlTests
{
    private const string Evil = "<ns0:Payload xmlns:SHA384=\"http://www.w3.org/2001/04/xmlenc#sha384\"></ns0:Payload>";

    /// <summary>Name of the attack, what to do with the genuine text, and the reason that must come back.</summary>
    private static readonly Dictionary<string, (Func<string, string> Change, string Reason)> Attacks = new()
    {
        ["a second payload before the genuine one"] =
            (x => x.Replace("<ns0:Payload ", Evil + "<ns0:Payload ", StringComparison.Ordinal), ReasonCode.RimPayload),
        ["a second payload after the genuine one"] =
            (x => x.Replace("</ns0:Payload>", "</ns0:Payload>" + Evil, StringComparison.Ordinal), ReasonCode.RimShape),
        ["a payload inside the signature"] =
            (x => x.Replace("</ds:Signature>", Evil + "</ds:Signature>", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["an object inside the signature"] =
            (x => x.Replace("</ds:Signature>", "<ds:Object/></ds:Signature>", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["two signatures"] = (x => SignatureElement().Replace(x, m => m.Value + m.Value), ReasonCode.RimShape),
        ["the signature is not last"] =
            (
                x =>
                    x.Replace(
                        "</SoftwareIdentity>", "<ns0:Link/></SoftwareIdentity>", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["the signature comes first"] =
            (
                x =>
                    SignatureElement().Match(x).Value is var s
                        ? x.Replace(s, "", StringComparison.Ordinal).Replace("<ns0:Entity", s + "<ns0:Entity", StringComparison.Ordinal)
                        : x, ReasonCode.RimSignatureForm),
        ["the genuine document wrapped in another"] =
            (
                x =>
                    "<SoftwareIdentity xmlns=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\">" + x
                        + "</SoftwareIdentity>", ReasonCode.RimPayload),
        ["a reference to a part"] = (x => x.Replace("URI=\"\"", "URI=\"#part\"", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["a reference without URI"] = (x => x.Replace(" URI=\"\"", "", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["a second reference"] = (x => ReferenceElement().Replace(x, m => m.Value + m.Value), ReasonCode.RimSignatureForm),
        ["a third transform"] =
            (
                x =>
                    x.Replace(
                        "</ds:Transforms>", "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"/></ds:Transforms>",
                        StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["an XPath transform in place of one"] =
            (x => x.Replace("xmldsig#enveloped-signature", "xmldsig#xpath", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["a weaker digest"] =
            (
                x =>
                    x.Replace(
                        "xmldsig-more#sha384\"/><ds:DigestValue", "xmlenc#sha256\"/><ds:DigestValue",
                        StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["a MAC in place of a signature"] =
            (
                x =>
                    x.Replace(
                        "xmldsig-more#ecdsa-sha384", "xmldsig-more#hmac-sha384", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["a key value beside the certificates"] =
            (x => x.Replace("<ds:X509Data>", "<ds:KeyValue/><ds:X509Data>", StringComparison.Ordinal), ReasonCode.RimSignatureForm),
        ["a resource outside the payload"] =
            (x => x.Replace("<ns0:Payload ", "<ns0:Resource/><ns0:Payload ", StringComparison.Ordinal), ReasonCode.RimShape),
        ["an active resource in lower case"] =
            (x => x.Replace("active=\"True\"", "active=\"true\"", StringComparison.Ordinal), ReasonCode.RimResource),
        ["no alternative"] = (x => x.Replace("alternatives=\"1\"", "alternatives=\"0\"", StringComparison.Ordinal), ReasonCode.RimResource),
        ["an attribute of the xml namespace"] =
            (x => x.Replace("<ns0:Entity ", "<ns0:Entity xml:id=\"a\" ", StringComparison.Ordinal), ReasonCode.RimXml),
        ["a comment inside a value"] =
            (x => x.Replace("</ds:DigestValue>", "<!-- -->AAAA</ds:DigestValue>", StringComparison.Ordinal), ReasonCode.RimXml),
        ["a processing instruction"] = (x => x.Replace("<ns0:Entity ", "<?x y?><ns0:Entity ", StringComparison.Ordinal), ReasonCode.RimXml),
        ["CDATA"] = (x => x.Replace("<ds:DigestValue>", "<ds:DigestValue><![CDATA[A]]>", StringComparison.Ordinal), ReasonCode.RimXml),
        ["a document type"] = (x => "<!DOCTYPE SoftwareIdentity>" + x, ReasonCode.RimXml),
        ["an external entity"] =
            (
                x =>
                    "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                        + x.Replace("NVIDIA Corporation", "&e;", StringComparison.Ordinal), ReasonCode.RimXml),
        ["entities that multiply"] =
            (
                x =>
                    "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                        + x.Replace("NVIDIA Corporation", "&b;", StringComparison.Ordinal), ReasonCode.RimXml),
        ["deep nesting"] =
            (
                x =>
                    x.Replace(
                        "<ns0:Entity ", string.Concat(Enumerable.Repeat("<a>", 5000))
                            + "<ns0:Entity ", StringComparison.Ordinal), ReasonCode.RimXml),
        ["many elements"] =
            (
                x =>
                    x.Replace(
                        "<ns0:Entity ", string.Concat(Enumerable.Repeat("<a/>", 5000))
                            + "<ns0:Entity ", StringComparison.Ordinal), ReasonCode.RimXml),
        ["more than the largest size"] = (x => x + new string(' ', HardenedXml.MaxSize), ReasonCode.RimXml),
        ["text after the end"] = (x => x + "x", ReasonCode.RimXml),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void An_attack_is_refused_for_its_own_reason(string name)
    {
        var (change, reason) = Attacks[name];
        var genuine = Genuine();
        var changed = change(genuine);
        Assert.NotEqual(genuine, changed);
        Assert.Equal(reason, Verify(changed).Reason);
    }

    [SkippableTheory]
    [InlineData("colloquialVersion=\"545.00\"", "colloquialVersion=\"545.01\"")]
    [InlineData("active=\"False\"", "active=\"True\"")]
    [InlineData("name=\"Measurement_1\"", "name=\"Measurement_2\"")]
    [InlineData("<ns0:Payload ", " <ns0:Payload ")]
    [InlineData("xmlns:SHA384=\"http://www.w3.org/2001/04/xmlenc#sha384\"", "")]
    [InlineData("tagVersion=\"0\"", "tagVersion=\"1\"")]
    public void A_change_of_the_content_breaks_the_digest(string from, string to)
    {
        var genuine = Genuine();
        Assert.Contains(from, genuine, StringComparison.Ordinal);
        var verdict = Verify(genuine.Replace(from, to, StringComparison.Ordinal));
        Assert.Equal(ReasonCode.RimDigest, verdict.Reason);
        Assert.Equal(CheckStatus.Pass, verdict["nvidia.rim.signature"].Status);
    }

    [SkippableFact]
    public void What_canonical_XML_ignores_changes_nothing()
    {
        // Order of attributes, quotes, an XML declaration, line ends after a carriage return, empty elements written in full.
        var genuine = Genuine();
        string[] same =
        [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + genuine + "\n",
            genuine.Replace("tagVersion=\"0\"", "tagVersion='0'", StringComparison.Ordinal),
            genuine.Replace("\n", "\r\n", StringComparison.Ordinal),
            genuine.Replace("corpus=\"false\" name=\"GH100\"", "name=\"GH100\"   corpus=\"false\"", StringComparison.Ordinal),
        ];
        foreach (var text in same)
        {
            Assert.NotEqual(genuine, text);
            Assert.True(Verify(text).Accepted, Verify(text).Decisive?.Detail);
        }
    }

    [SkippableFact]
    public void Every_flipped_bit_gives_a_refusal_or_the_same_content()
    {
        var bytes = Encoding.UTF8.GetBytes(Genuine());
        var random = new Random(3);
        for (var i = 0; i < 4000; i++)
        {
            var copy = bytes.ToArray();
            copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
            var part = Part.Read(() => RimReader.Read(copy, "flipped"));

            // Base64 inside certificates has bits that say nothing; everything else is signed.
            if (part.Value is { } rim && RimVerifier.Verify(part, Time).Accepted)
            {
                Assert.Equal(Part.Read(() => RimReader.Read(bytes, "genuine")).Value!.Measurements.Count, rim.Measurements.Count);
            }
        }

        for (var i = 0; i < bytes.Length; i += 97)
        {
            Assert.Throws<EvidenceFormatException>(() => RimReader.Read(bytes.AsMemory(0, i), "cut"));
        }
    }

    private static DateTimeOffset Time => new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static string Genuine() => Encoding.UTF8.GetString(new CorpusCase("h100-545.00").Bytes("driver-rim.xml")).TrimEnd();

    private static EvidenceVerdict Verify(string text) =>
        RimVerifier.Verify(Part.Read(() => RimReader.Read(Encoding.UTF8.GetBytes(text), "rim.xml")), Time);

    [GeneratedRegex("<ds:Signature .*</ds:Signature>", RegexOptions.Singleline)]
    private static partial Regex SignatureElement();

    [GeneratedRegex("<ds:Reference .*</ds:Reference>", RegexOptions.Singleline)]
    private static partial Regex ReferenceElement();
}
