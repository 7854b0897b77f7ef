using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>
/// A manifest signed under a root made here. It is written in canonical form by hand, so that its digest does not rest on the code under
/// test.
/// </summary>
internal static class SyntheticRim
{
    private const string Swid = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private const string Hash = "http://www.w3.org/2001/04/xmlenc#sha384";

    public static Part<Rim> Sign(
        SyntheticAuthority authority, string version, string edition, IReadOnlyList<(
            int Index, byte[][] Hashes)> measurements, bool isActive = true)
    {
        var (leaf, key) = authority.Issue("RIM signer");
        var body = new StringBuilder();
        body.Append("<ns0:Entity name=\"n\"></ns0:Entity>")
            .Append($"<ns0:Meta colloquialVersion=\"{version}\" edition=\"{edition}\" product=\"GH100\"></ns0:Meta>")
            .Append("<ns0:Payload>");
        foreach (var (index, hashes) in measurements)
        {
            // Attributes without a namespace come first, by name; then those of the hash namespace.
            body.Append($"<ns0:Resource active=\"{(isActive ? "True" : "False")}\" alternatives=\"{hashes.Length}\" index=\"{index}\" name=\"Measurement_{index}\" size=\"48\" type=\"Measurement\"");
            for (var i = 0; i < hashes.Length; i++)
            {
                body.Append($" ns2:Hash{i}=\"{Convert.ToHexStringLower(hashes[i])}\"");
            }

            body.Append("></ns0:Resource>");
        }

        body.Append("</ns0:Payload>");
        const string Declarations = $"xmlns=\"{Swid}\" xmlns:ns0=\"{Swid}\" xmlns:ns2=\"{Hash}\"";
        var start = $"<SoftwareIdentity {Declarations} name=\"GH100\" tagId=\"t\">{body}";
        var digest = Convert.ToBase64String(SHA384.HashData(Encoding.UTF8.GetBytes(start + "</SoftwareIdentity>")));
        const string Inner =
            "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"></ds:CanonicalizationMethod>"
            + "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384\"></ds:SignatureMethod>"
            + "<ds:Reference URI=\"\"><ds:Transforms>"
            + "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>"
            + "<ds:Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"></ds:Transform></ds:Transforms>"
            + "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#sha384\"></ds:DigestMethod><ds:DigestValue>";
        var info = $"{Inner}{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>";

        // As the apex of its own node set SignedInfo shows every namespace in scope.
        const string Ds = "http://www.w3.org/2000/09/xmldsig#";
        var canonical = $"<ds:SignedInfo xmlns=\"{Swid}\" xmlns:ds=\"{Ds}\" xmlns:ns0=\"{Swid}\" xmlns:ns2=\"{Hash}\">{info}";
        var signature = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(canonical), HashAlgorithmName.SHA384));
        var text = $"{start}<ds:Signature xmlns:ds=\"{Ds}\"><ds:SignedInfo>{info}<ds:SignatureValue>{signature}</ds:SignatureValue>"
            + $"<ds:KeyInfo><ds:X509Data>{Element(leaf)}{Element(authority.Root)}</ds:X509Data></ds:KeyInfo></ds:Signature></SoftwareIdentity>";
        return Part.Read(() => RimReader.Read(Encoding.UTF8.GetBytes(text), $"{edition} {version}"));
    }

    private static string Element(X509Certificate2 certificate) =>
        $"<ds:X509Certificate>{Convert.ToBase64String(certificate.RawData)}</ds:X509Certificate>";
}
