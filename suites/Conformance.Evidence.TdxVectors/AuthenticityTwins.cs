using System.Text;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Quotes that nobody genuine signed.</summary>
internal static class AuthenticityTwins
{
    private static readonly SyntheticKey Stranger = new("stranger");

    public static IReadOnlyList<Twin> All { get; } =
    [
        New("pck-short", "the chain lacks its root", "pck.profile", ReasonCode.CertificateMissing, s => s.PckChain = DropLast),
        New(
            "pck-leaf-name", "the leaf is called otherwise", "pck.profile", ReasonCode.CertificateName, s =>
                s.Leaf = s.Leaf with { Name = "Intel SGX TCB Signing" }),
        New("pck-ca-name", "the CA is called otherwise", "pck.profile", ReasonCode.CertificateName, s =>
        {
            s.Ca = s.Ca with { Name = "Intel SGX PCK Other CA" };
            s.PckCrl = s.PckCrl with { Issuer = s.Ca.Name };
        }),
        New(
            "pck-leaf-authority", "the leaf may issue certificates", "pck.profile", ReasonCode.CertificateProfile, s =>
                s.Leaf = s.Leaf with { IsAuthority = true }),
        New(
            "pck-ca-end-entity", "the CA may not issue certificates", "pck.profile", ReasonCode.CertificateProfile, s =>
                s.Ca = s.Ca with { IsAuthority = false }),
        New("pck-root-forged", "a chain with all names and signatures right under a root of its own", "pck.root", ReasonCode.RootNotPinned, s =>
        {
            var genuine = s.Root;
            s.Root = s.Root with { Key = Stranger };
            s.TcbRoot = genuine;
            s.QeRoot = genuine;
        }),
        New("pck-leaf-forged", "a leaf that somebody else signed, under the genuine CA", "pck.signatures", ReasonCode.CertificateSignature, s => s.PckChain = _ =>
            Scenario.Pem(s.Leaf.Sign(s.Ca.Name, Stranger), s.Ca.Sign(s.Root.Name, s.Root.Key), s.Root.Sign(s.Root.Name, s.Root.Key))),
        New("pck-ca-forged", "a CA that somebody else signed, under the genuine root", "pck.signatures", ReasonCode.CertificateSignature, s => s.PckChain = _ =>
            Scenario.Pem(s.Leaf.Sign(s.Ca.Name, s.Ca.Key), s.Ca.Sign(s.Root.Name, Stranger), s.Root.Sign(s.Root.Name, s.Root.Key))),
        New(
            "qe-report-signature", "the QE report changed after it was signed", "qe.report-signature", ReasonCode.TdxQeReportSignature, s =>
                s.Finish = q => Flip(q, 632 + 4 + 134)),
        New(
            "key-binding-auth", "the authentication data changed", "qe.key-binding", ReasonCode.TdxKeyBinding, s =>
                s.Finish = q => Flip(q, 632 + 4 + 134 + 450)),
        New(
            "key-binding-hash", "a QE report about another key", "qe.key-binding", ReasonCode.TdxKeyBinding, s =>
                s.QeReport = r => r[320] ^= 1),
        New("key-binding-tail", "something after the hash", "qe.key-binding", ReasonCode.TdxKeyBinding, s => s.QeReport = r => r[383] = 1),
        New(
            "quote-signature-body", "the body changed after it was signed", "quote.signature", ReasonCode.TdxQuoteSignature, s =>
                s.Finish = q => Flip(q, 48 + 136)),
        New(
            "quote-signature-header", "the header's user data changed after it was signed", "quote.signature", ReasonCode.TdxQuoteSignature,
            s =>
                s.Finish = q => Flip(q, 30)),
        New("quote-signature-zero", "a signature of zeros", "quote.signature", ReasonCode.TdxQuoteSignature, s => s.Finish = q =>
        {
            q.AsSpan(636, 64).Clear();
            return q;
        }),
    ];

    private static Twin New(string id, string what, string check, string reason, Action<Scenario> change) =>
        new(id, what, "tdx." + check, reason, change);

    private static byte[] Flip(byte[] quote, int offset)
    {
        quote[offset] ^= 1;
        return quote;
    }

    private static byte[] DropLast(byte[] pem)
    {
        var text = Encoding.ASCII.GetString(pem);
        return pem[..text.LastIndexOf("-----BEGIN", StringComparison.Ordinal)];
    }
}
