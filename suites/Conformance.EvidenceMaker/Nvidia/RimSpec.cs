using System.Security.Cryptography;
using System.Text;
using Conformance.EvidenceMaker.Keys;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>
/// A manifest to be made. It is written in canonical form by hand, so that its digest does not rest on the code under test.
/// </summary>
internal sealed class RimSpec
{
    private const string Swid = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private const string Hash = "http://www.w3.org/2001/04/xmlenc#sha384";
    private const string Ds = "http://www.w3.org/2000/09/xmldsig#";

    public RimSpec(string version, string edition, string signer, params (int Index, byte[][] Hashes)[] measurements)
    {
        Version = version;
        Edition = edition;
        Measurements = [.. measurements.Select(m => (m.Index, true, m.Hashes))];
        const string Root = "NVIDIA CoRIM signing Root CA";
        Chain =
        [
            new GpuCertificate
            {
                Name = "RIM L4 Signer " + signer, IssuerName = "NVIDIA Reference Value L3 GH100 001", KeyLabel = "nvidia rim l4 " + signer,
                IssuerKeyLabel = "nvidia rim l3",
                Serial = signer == "driver" ? 0x301 : 0x302, IsAuthority = false,
            },
            new GpuCertificate
            {
                Name = "NVIDIA Reference Value L3 GH100 001", IssuerName = "NVIDIA Reference Value GH100 CA", KeyLabel = "nvidia rim l3",
                IssuerKeyLabel = "nvidia rim l2", Serial = 0x303, PathLength = 0,
            },
            new GpuCertificate
            {
                Name = "NVIDIA Reference Value GH100 CA", IssuerName = Root, KeyLabel = "nvidia rim l2", IssuerKeyLabel = "nvidia rim root",
                Serial = 0x304,
            },
            new GpuCertificate
            {
                Name = Root, IssuerName = Root, KeyLabel = "nvidia rim root", IssuerKeyLabel = "nvidia rim root", Serial = 0x305,
            },
        ];
    }

    public string Version { get; set; }

    public string Edition { get; set; }

    /// <summary>0-based index, whether it counts, and what will do.</summary>
    public List<(int Index, bool IsActive, byte[][] Hashes)> Measurements { get; set; }

    public List<GpuCertificate> Chain { get; }

    /// <summary>Changes the text before it is signed; it must stay canonical.</summary>
    public Func<string, string> Body { get; set; } = text => text;

    /// <summary>Changes SignedInfo before it is signed.</summary>
    public Func<string, string> Info { get; set; } = text => text;

    /// <summary>Changes the finished document.</summary>
    public Func<string, string> After { get; set; } = text => text;

    /// <summary>Instead of the document.</summary>
    public byte[]? Bytes { get; set; }

    public void Certificate(int position, Func<GpuCertificate, GpuCertificate> change) => Chain[position] = change(Chain[position]);

    public byte[] Make()
    {
        if (Bytes is not null)
        {
            return Bytes;
        }

        var start =
            Body($"<SoftwareIdentity xmlns=\"{Swid}\" xmlns:ns0=\"{Swid}\" xmlns:ns2=\"{Hash}\" name=\"GH100\" tagId=\"t\">{Content()}");
        var digest = Convert.ToBase64String(SHA384.HashData(Encoding.UTF8.GetBytes(start + "</SoftwareIdentity>")));
        var info = Info(
            "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"></ds:CanonicalizationMethod>"
            + "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384\"></ds:SignatureMethod>"
            + "<ds:Reference URI=\"\"><ds:Transforms>"
            + "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>"
            + "<ds:Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"></ds:Transform></ds:Transforms>"
            + $"<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#sha384\"></ds:DigestMethod><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>")
            + "</ds:SignedInfo>";

        // As the apex of its own node set SignedInfo shows every namespace in scope.
        var canonical = $"<ds:SignedInfo xmlns=\"{Swid}\" xmlns:ds=\"{Ds}\" xmlns:ns0=\"{Swid}\" xmlns:ns2=\"{Hash}\">{info}";
        var signature =
            Convert.ToBase64String(Ecdsa.Fixed(SyntheticKeys.P384(Chain[0].KeyLabel).Private, Encoding.UTF8.GetBytes(canonical)));
        var certificates = string.Concat(Chain.Select(c => $"<ds:X509Certificate>{Convert.ToBase64String(c.Make())}</ds:X509Certificate>"));
        return Encoding.UTF8.GetBytes(After(
            $"{start}<ds:Signature xmlns:ds=\"{Ds}\"><ds:SignedInfo>{info}<ds:SignatureValue>{signature}</ds:SignatureValue>"
            + $"<ds:KeyInfo><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo></ds:Signature></SoftwareIdentity>"));
    }

    private string Content()
    {
        var text = new StringBuilder("<ns0:Entity name=\"n\"></ns0:Entity>");
        text.Append($"<ns0:Meta colloquialVersion=\"{Version}\" edition=\"{Edition}\" product=\"GH100\"></ns0:Meta><ns0:Payload>");
        foreach (var (index, isActive, hashes) in Measurements)
        {
            // Attributes without a namespace come first, by name; then those of the hash namespace.
            text.Append($"<ns0:Resource active=\"{(isActive ? "True" : "False")}\" alternatives=\"{hashes.Length}\" index=\"{index}\" name=\"Measurement_{index}\" size=\"48\" type=\"Measurement\"");
            for (var i = 0; i < hashes.Length; i++)
            {
                text.Append($" ns2:Hash{i}=\"{Convert.ToHexStringLower(hashes[i])}\"");
            }

            text.Append("></ns0:Resource>");
        }

        return text.Append("</ns0:Payload>").ToString();
    }
}
