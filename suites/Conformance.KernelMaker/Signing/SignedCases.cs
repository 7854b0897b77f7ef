using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Kernels.Containers;
using Conformance.Kernels.Signing;
using Conformance.KernelMaker.Containers;
using Org.BouncyCastle.Asn1.X509;
using static Conformance.KernelMaker.Signing.SignedCase;

namespace Conformance.KernelMaker.Signing;

/// <summary>Signed containers that are accepted, and for every check one that only this check refuses.</summary>
internal static class SignedCases
{
    private static readonly CertificateSpec OtherRoot = Scenario.RootSpec with { Key = new SyntheticKey("another root") };
    private static readonly CertificateSpec OtherSigner = Scenario.SignerSpec with { Key = new SyntheticKey("another signer"),
        Issuer = OtherRoot };

    public static IReadOnlyList<SignedCase> All { get; } =
    [
        Good("valid", "Four images, a chain of two"),
        Good("valid-ptx", "One PTX image", s => s.Container = new FileSpec(Samples.PtxEntry(70, 7, 0)).Write()),
        Good("valid-compressed", "Compressed images; the statement holds the digests of the expanded ones",
            s => s.Container = new FileSpec(Samples.Lz4(Samples.PtxEntry(70, 7, 0)), Samples.Lz4(Samples.CubinEntry(90))).Write()),
        Good("valid-intermediate", "A chain of three", Intermediate),
        Good("valid-root-from-trust", "The relying party has the root's certificate, the signature does not bring it",
            s => (s.Others, s.TrustsByCertificate) = ([], true)),
        Good("valid-two-roots", "Two roots are trusted", s => s.Trusted = [OtherRoot, Scenario.RootSpec]),
        Good("valid-minimum-version", "The version is the least that is accepted", s => s.MinimumVersion = 3),
        Good("valid-later-version", "The version is above the least that is accepted", s => (s.Version, s.MinimumVersion) = (7, 3)),
        Good("valid-any-name", "No name was asked for", s => s.ExpectedName = null),
        Good("valid-no-signing-time", "The signature states no time", s => s.Sign = c => c with { DropAttribute = "1.2.840.113549.1.9.5" }),
        Good("valid-last-second", "At the end of the signer's validity",
            s => s.Time = new DateTimeOffset(2034, 1, 1, 0, 0, 0, TimeSpan.Zero)),

        Bad("statement-missing", "No statement", "statement.format", KernelReason.StatementMissing, s => s.AfterSigning = _ => null),
        Bad("statement-not-canonical", "The statement has other blanks, and was signed so", "statement.format",
            KernelReason.StatementMalformed, s => s.BeforeSigning = Replace("\": ", "\":  ")),
        Bad("statement-unknown-member", "The statement has a member that nobody knows, and was signed so", "statement.format",
            KernelReason.StatementMalformed, s => s.BeforeSigning = Replace("\"version\": 3,", "\"version\": 3, \"until\": 4,")),
        Bad("statement-twice", "The version stands twice, and was signed so", "statement.format", KernelReason.StatementMalformed,
            s => s.BeforeSigning = Replace("\"version\": 3,", "\"version\": 3,\n  \"version\": 3,")),
        Bad("statement-format", "The statement is of a later format", "statement.format", KernelReason.StatementMalformed,
            s => s.BeforeSigning = Replace("statement/1", "statement/2")),
        Bad("statement-version-zero", "Version 0", "statement.format", KernelReason.StatementMalformed,
            s => s.BeforeSigning = Replace("\"version\": 3,", "\"version\": 0,")),
        Bad("statement-name", "The name would lead out of a directory", "statement.format", KernelReason.StatementMalformed,
            s => s.BeforeSigning = Replace("\"name\": \"sample\"", "\"name\": \"../sample\"")),

        Bad("signature-missing", "No signature", "signature.format", KernelReason.SignatureMissing, s => s.DeliverSignature = _ => null),
        Bad("signature-truncated", "The signature ends early", "signature.format", KernelReason.SignatureMalformed,
            s => s.DeliverSignature = d => d[..^1]),
        Bad("signature-trailing", "A byte follows the signature", "signature.format", KernelReason.SignatureMalformed,
            s => s.DeliverSignature = d => [.. d, 0]),
        Bad("signature-is-text", "The signature is text", "signature.format", KernelReason.SignatureMalformed,
            s => s.DeliverSignature = _ => "-----BEGIN CMS-----\n"u8.ToArray()),
        Bad("content-attached", "The signature brings its content along", "signature.format", KernelReason.ContentAttached,
            s => s.Sign = c => c with { HasContent = true }),
        Bad("two-signers", "Two signers", "signature.format", KernelReason.SignerCount, s => s.Sign = c => c with { HasTwoSigners = true }),
        Bad("no-signer", "No signer", "signature.format", KernelReason.SignerCount, s => s.Sign = c => c with { HasNoSigner = true }),
        Bad("no-certificates", "No certificate", "signature.format", KernelReason.SignatureMalformed,
            s => s.Sign = c => c with { Certificates = [] }),
        Bad("digest-sha256", "SHA-256 is not on the list", "signature.format", KernelReason.Algorithm,
            s => s.Sign = c => c with { UsesSha256 = true }),
        Bad("signature-sha256", "ECDSA with SHA-256 is not on the list", "signature.format", KernelReason.Algorithm,
            s => s.Sign = c => c with { Key = new SyntheticKey("signer", useSha256: true) }),
        Bad("attribute-unknown", "A signed attribute that nobody knows", "signature.format", KernelReason.Attributes,
            s => s.Sign = c => c with { HasUnknownAttribute = true }),
        Bad("attribute-unsigned", "An attribute that is not signed", "signature.format", KernelReason.Attributes,
            s => s.Sign = c => c with { HasUnsignedAttribute = true }),
        Bad("attributes-none", "No signed attributes", "signature.format", KernelReason.Attributes,
            s => s.Sign = c => c with { HasNoSignedAttributes = true }),
        Bad("attribute-no-type", "No contentType", "signature.format", KernelReason.Attributes,
            s => s.Sign = c => c with { DropAttribute = CmsSpec.ContentType }),
        Bad("attribute-no-digest", "No messageDigest", "signature.format", KernelReason.Attributes,
            s => s.Sign = c => c with { DropAttribute = CmsSpec.MessageDigest }),
        Bad("attribute-no-certificate", "No signingCertificateV2", "signature.format", KernelReason.Attributes,
            s => s.Sign = c => c with { DropAttribute = CmsSpec.SigningCertificate }),
        Bad("attribute-twice", "Two messageDigests", "signature.format", KernelReason.Attributes,
            s => s.Sign = c => c with { RepeatAttribute = CmsSpec.MessageDigest }),

        Bad("statement-raised", "The version was raised after signing", "signature.statement", KernelReason.StatementDigest,
            s => s.AfterSigning = Replace("\"version\": 3,", "\"version\": 4,")),
        Bad("signature-swapped", "The signature is that of version 2", "signature.statement", KernelReason.StatementDigest,
            s => s.DeliverSignature = _ => Of(o => o.Version = 2).Signature!.Value.ToArray()),
        Bad("signer-missing", "The signer's certificate is not there", "signer.certificate", ReasonCode.CertificateMissing,
            s => s.Sign = c => c with { Certificates = [Scenario.RootSpec] }),
        Bad("signer-swapped", "The attributes name another certificate of the same name and serial number", "signer.certificate",
            KernelReason.SigningCertificate, s => s.Sign = c =>
            c with { StatedCertificate = Scenario.SignerSpec with { NotAfter = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc) } }),
        Bad("signature-broken", "One bit of the signature differs", "signature.value", KernelReason.Signature,
            s => s.Sign = c => c with { HasBrokenValue = true }),
        Bad("resigned-by-another-key", "Another key signed, under the same certificate", "signature.value", KernelReason.Signature,
            s => s.Sign = c => c with { Key = new SyntheticKey("a thief") }),
        Bad("usage-server", "The certificate is for a server", "signer.usage", KernelReason.ExtendedKeyUsage,
            s => s.Signer = s.Signer with { Purpose = KeyPurposeID.id_kp_serverAuth }),
        Bad("usage-any", "The certificate is for any purpose, which names none", "signer.usage", KernelReason.ExtendedKeyUsage,
            s => s.Signer = s.Signer with { Purpose = KeyPurposeID.AnyExtendedKeyUsage }),
        Bad("usage-none", "The certificate names no purpose", "signer.usage", KernelReason.ExtendedKeyUsage,
            s => s.Signer = s.Signer with { Purpose = null }),
        Bad("key-usage-agreement", "The key is for key agreement", "signer.usage", KernelReason.KeyUsage,
            s => s.Signer = s.Signer with { Usage = KeyUsage.KeyAgreement }),
        Bad("key-usage-none", "The certificate has no key usage", "signer.usage", KernelReason.KeyUsage,
            s => s.Signer = s.Signer with { Usage = null }),
        Bad("chain-gap", "The certificate between signer and root is not there", "chain.complete", ReasonCode.CertificateMissing, s =>
        {
            Intermediate(s);
            s.Others = [Scenario.RootSpec];
        }),
        Bad("chain-no-authority", "The certificate above the signer's is no authority", "chain.profile", ReasonCode.CertificateProfile,
            s => Above(s, c => c with { IsAuthority = false, PathLength = null })),
        Bad("chain-no-cert-sign", "The authority may not sign certificates", "chain.profile", ReasonCode.CertificateProfile,
            s => Above(s, c => c with { Usage = KeyUsage.CrlSign })),
        Bad("chain-purpose", "The authority is for servers only", "chain.profile", KernelReason.ExtendedKeyUsage,
            s => Above(s, c => c with { Purpose = KeyPurposeID.id_kp_serverAuth })),
        Bad("chain-unknown-critical", "A critical extension that nobody knows", "chain.profile", ReasonCode.CertificateProfile,
            s => s.Signer = s.Signer with { HasUnknownCritical = true }),
        Bad("chain-nonsense", "An extension that is not what it should be", "chain.profile", ReasonCode.CertificateMalformed,
            s => s.Signer = s.Signer with { HasNonsense = true }),
        Bad("chain-signer-is-authority", "The signer is an authority", "chain.profile", ReasonCode.CertificateProfile,
            s => s.Signer = s.Signer with { IsAuthority = true }),
        Bad("chain-too-long", "The root allows no authority below it", "chain.profile", KernelReason.PathLength,
            s => Under(s, Scenario.RootSpec with { PathLength = 0 }, Scenario.IntermediateSpec)),
        Bad("chain-p256", "The root has a P-256 key", "chain.profile", KernelReason.Algorithm,
            s => Under(s, Scenario.RootSpec with { Key = new SyntheticKey("root", isP384: false) }, null)),
        Bad("chain-signature", "Another key signed the signer's certificate", "chain.signatures", ReasonCode.CertificateSignature,
            s => s.Signer = s.Signer with { SigningKey = new SyntheticKey("a thief") }),
        Bad("resigned-by-another-chain", "A whole chain of the same names signed", "root.pinned", ReasonCode.RootNotPinned,
            s => (s.Root, s.Signer) = (OtherRoot, OtherSigner)),
        Bad("wrong-root", "The relying party trusts another root", "root.pinned", ReasonCode.RootNotPinned, s => s.Trusted = [OtherRoot]),
        Bad("self-signed", "The signer signs itself", "chain.signatures", ReasonCode.CertificateSignature,
            s => (s.Signer,
            s.Others) = (
            s.Signer with { Name = "root", Issuer = Scenario.RootSpec with { Key = s.Signer.Key },
            SigningKey = new SyntheticKey("a thief") }, [])),

        Bad("tampered-header", "One bit of the container's header differs", "container.digest", KernelReason.ContainerDigest,
            s => s.Deliver = Flip(4)),
        Bad("tampered-entry", "The architecture of an entry differs", "container.digest", KernelReason.ContainerDigest,
            s => s.Deliver = Flip(16 + 28)),
        Bad("tampered-payload", "One bit of the last image differs", "container.digest", KernelReason.ContainerDigest,
            s => s.Deliver = c => Flip(c.Length - 16)(c)),
        Bad("truncated", "The container ends early", "container.digest", KernelReason.ContainerSize, s => s.Deliver = c => c[..^8]),
        Bad("appended", "Bytes follow the container", "container.digest", KernelReason.ContainerSize,
            s => s.Deliver = c => [.. c, .. new byte[8]]),
        Bad("empty", "The container is empty", "container.digest", KernelReason.ContainerSize, s => s.Deliver = _ => []),
        Bad("container-swapped", "The container is another valid one", "container.digest", KernelReason.ContainerSize,
            s => s.Deliver = _ => new FileSpec(Samples.PtxEntry(70, 7, 0)).Write()),
        Bad("signed-nonsense", "What was signed is no fat binary", "container.format", FatbinReason.Magic,
            s => s.Container = new FileSpec(Samples.PtxEntry(70, 7, 0)) { Magic = 0x00905A4D }.Write()),
        Bad("signed-wrong-architecture", "What was signed holds a cubin for another architecture than it says", "container.format",
            FatbinReason.Architecture, s => s.Container = new FileSpec(Samples.CubinEntry(90) with { Architecture = 89 }).Write()),
        Bad("entries-missing", "The statement leaves an image out", "container.entries", KernelReason.Entries,
            s => s.State = t => t with { Entries = [.. t.Entries.Skip(1)] }),
        Bad("entries-other", "The statement lists the digest of another image", "container.entries", KernelReason.Entries,
            s => s.State = t => t with { Entries = [t.Entries[0] with { Digest = new string('0', 64) }, .. t.Entries.Skip(1)] }),

        Bad("expired", "The signer's certificate has expired", "chain.validity", ReasonCode.CertificateExpired,
            s => s.Time = new DateTimeOffset(2034, 1, 1, 0, 0, 1, TimeSpan.Zero)),
        Bad("expired-though-signed-in-time", "Expired now; the stated signing time is not believed", "chain.validity",
            ReasonCode.CertificateExpired, s =>
            s.Signer = s.Signer with { NotAfter = new DateTime(2025, 5, 31, 0, 0, 0, DateTimeKind.Utc) }),
        Bad("not-yet-valid", "The signer's certificate is not valid yet", "chain.validity", ReasonCode.CertificateNotYetValid,
            s => s.Time = new DateTimeOffset(2023, 12, 31, 23, 59, 59, TimeSpan.Zero)),
        Bad("root-expired", "The root has expired", "chain.validity", ReasonCode.CertificateExpired,
            s => Under(s, Scenario.RootSpec with { NotAfter = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc) }, null)),
        Bad("other-name", "A valid container of another name", "name", KernelReason.Name, s => s.ExpectedName = "matmul"),
        Bad("downgraded", "A valid container, older than the relying party accepts", "version", KernelReason.Downgraded,
            s => s.MinimumVersion = 4),
    ];

    private static KernelFiles Of(Action<Scenario> change)
    {
        var scenario = new Scenario();
        change(scenario);
        return scenario.Build();
    }

    private static void Intermediate(Scenario s) => Under(s, Scenario.RootSpec, Scenario.IntermediateSpec);

    private static void Above(Scenario s, Func<CertificateSpec, CertificateSpec> change) =>
        Under(s, Scenario.RootSpec, change(Scenario.IntermediateSpec));

    private static void Under(Scenario s, CertificateSpec root, CertificateSpec? intermediate)
    {
        var between = intermediate is null ? null : intermediate with { Issuer = root };
        s.Root = root;
        s.Signer = s.Signer with { Issuer = between ?? root };
        s.Others = between is null ? [root] : [between, root];
        s.Trusted = [root];
    }

    private static Func<byte[], byte[]> Replace(string old, string by) => text =>
    {
        var before = Encoding.UTF8.GetString(text);
        var after = before.Replace(old, by, StringComparison.Ordinal);
        return before != after ? Encoding.UTF8.GetBytes(after) : throw new InvalidOperationException($"'{old}' does not occur");
    };

    private static Func<byte[], byte[]> Flip(int offset) => bytes =>
    {
        var changed = bytes.ToArray();
        changed[offset] ^= 1;
        return changed;
    };
}
