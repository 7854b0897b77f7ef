using System.Security.Cryptography;
using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Kernels.Signing;

/// <summary>
/// The checks of a signed container, in the order in which they are made: who signed, whether that is believed, whether the container is
/// the signed one, and only then what it holds.
/// </summary>
public static class KernelChecks
{
    private static readonly IReadOnlyList<Check<KernelRequest>> All =
    [
        Make("statement.format", "The statement is there, in its one form", "docs/kernels.md", CheckClass.Format,
            r => r.Statement.Format(KernelReason.StatementMissing, "no statement lies beside the container")),
        Make("signature.format", "The signature is there: detached, one signer, algorithms of the list, only known attributes",
            "RFC 5652, 5; RFC 5035, 3", CheckClass.Format,
            r => r.Signature.Format(KernelReason.SignatureMissing, "no signature lies beside the container")),
        Make("signature.statement", "The signature is over this statement", "RFC 5652, 11.2", CheckClass.Authenticity, StatementDigest),
        Make("signer.certificate", "The signature brings its signer's certificate, and was made for that one",
            "RFC 5652, 5.3; RFC 5035, 4", CheckClass.Authenticity,
            r => r.Signature.Then(SignerCertificate, KernelReason.SignatureMissing, "signature")),
        Make("signature.value", "The signer's key signed the attributes", "RFC 5652, 5.4", CheckClass.Authenticity,
            r => r.Signature.Then(Value, KernelReason.SignatureMissing, "signature")),
        Make("signer.usage", "The signer's certificate is for signatures over code", "RFC 5280, 4.2.1.3 and 4.2.1.12",
            CheckClass.Authenticity, r => Chained(r, c => c.Usage())),
        Make("chain.complete", "The chain leads to a certificate that signs itself", "RFC 5280, 6.1", CheckClass.Authenticity,
            r => Chained(r, c => c.Complete())),
        Make("chain.profile", "Every certificate has an algorithm and a key of the list; those above the signer are authorities",
            "RFC 5280, 6.1.4", CheckClass.Authenticity,
            r => Chained(r, c => c.Profile())),
        Make("chain.signatures", "Every certificate is signed by the next", "RFC 5280, 6.1.3 (a)(1)", CheckClass.Authenticity,
            r => Chained(r, c => c.IsComplete ? c.Signatures(SystemSignatures.Instance) : NotReached("the chain is not complete"))),
        Make("root.pinned", "The last certificate is one that the relying party trusts", "docs/kernels.md",
            CheckClass.Authenticity, Pinned),
        Make("container.digest", "The container has the length and the SHA-256 of the statement", "docs/kernels.md",
            CheckClass.Authenticity,
            r => r.Statement.Then(s => ContainerDigest(s, r), KernelReason.StatementMissing, "statement")),
        Make("container.format", "The container is a fat binary whose entries hold what they say", "docs/kernels.md", CheckClass.Format,
            r => r.IsDescribed ? r.Images.Format(ReasonCode.NotReached, "") : NotReached("the container is not the signed one")),
        Make("container.entries", "The container holds the images that the statement lists", "docs/kernels.md", CheckClass.Authenticity,
            Entries),
        Make("chain.validity", "Every certificate is valid at the given time", "RFC 5280, 6.1.3 (a)(2)", CheckClass.Time,
            r => Chained(r, c => c.Validity(r.Time))),
        Make("name", "The container has the name that was asked for", "docs/kernels.md", CheckClass.Policy, Name, isRequired: false),
        Make("version", "The container is not older than the relying party accepts", "docs/kernels.md", CheckClass.Policy, Version,
            isRequired: false),
    ];

    public static CheckRegistry Registry { get; } = new("kernels", [.. All.Select(c => c.Id)]);

    internal static IReadOnlyList<Finding> Run(KernelRequest request) => All.RunAll(request);

    private static Check<KernelRequest> Make(
        string id, string title, string clause, CheckClass @class, Func<KernelRequest, Outcome> run, bool isRequired = true) =>
        new(new CheckId("kernels." + id, title, clause, @class, isRequired), r => Guard(() => run(r)));

    /// <summary>An extension of a certificate is only read when a check asks for it.</summary>
    private static Outcome Guard(Func<Outcome> run)
    {
        try
        {
            return run();
        }
        catch (EvidenceFormatException e)
        {
            return Outcome.Fail(e.Reason, e.Message);
        }
    }

    private static Outcome StatementDigest(KernelRequest r) => r.Signature.Then(
        signature => r.Files.Statement is not { } statement ? Outcome.NotChecked(KernelReason.StatementMissing, "no statement was given")
            : SHA384.HashData(statement.Span).AsSpan().SequenceEqual(signature.MessageDigest.Span) ? Outcome.Pass
            : Outcome.Fail(
                KernelReason.StatementDigest,
                $"expected the SHA-384 {Convert.ToHexStringLower(signature.MessageDigest.Span)}, found {Convert.ToHexStringLower(SHA384.HashData(statement.Span))}"),
        KernelReason.SignatureMissing,
        "signature");

    private static Outcome SignerCertificate(KernelSignature signature)
    {
        if (signature.SignerCertificate is not { } certificate)
        {
            return Outcome.Fail(ReasonCode.CertificateMissing, $"no certificate of '{signature.Issuer}' with serial {signature.Serial}");
        }

        var hash = CryptographicOperations.HashData(signature.CertificateHashAlgorithm, certificate.Der.Span);
        return hash.AsSpan().SequenceEqual(signature.CertificateHash.Span)
            ? Outcome.Pass
            : Outcome.Fail(
                KernelReason.SigningCertificate,
                $"expected the certificate {Convert.ToHexStringLower(signature.CertificateHash.Span)}, found {Convert.ToHexStringLower(hash)} ({signature.CertificateHashAlgorithm})");
    }

    private static Outcome Value(KernelSignature signature) => signature.SignerCertificate is not { } certificate
        ? NotReached("the signer's certificate is missing")
        : SystemSignatures.Instance.Verify(signature.Algorithm, certificate.Key, signature.SignedAttributes.Span, signature.Value.Span)
            ? Outcome.Pass
            : Outcome.Fail(KernelReason.Signature, $"the signature does not verify under the key of '{certificate.Subject}'");

    private static Outcome Pinned(KernelRequest r) => Chained(r, chain => !chain.IsComplete ? NotReached("the chain is not complete")
        : r.Trust.Roots.Contains(chain.Last.Fingerprint) ? Outcome.Pass
        : Outcome.Fail(ReasonCode.RootNotPinned,
            $"'{chain.Last.Subject}', SHA-256 {chain.Last.Fingerprint}, is not among the {r.Trust.Roots.Count} trusted roots"));

    private static Outcome ContainerDigest(KernelStatement statement, KernelRequest r) => statement.Size != r.Files.Container.Length
        ? Outcome.Fail(KernelReason.ContainerSize, $"expected {statement.Size} bytes, found {r.Files.Container.Length}")
        : r.IsDescribed ? Outcome.Pass
        : Outcome.Fail(KernelReason.ContainerDigest,
            $"expected the SHA-256 {statement.Digest}, found {KernelStatement.DigestOf(r.Files.Container.Span)}");

    private static Outcome Entries(KernelRequest r)
    {
        if (!r.IsDescribed || r.Images.Value is not { } images)
        {
            return NotReached("the container was not read");
        }

        var found = images.Select(KernelStatement.Entry.Of).ToList();
        var expected = r.Statement.Value!.Entries;
        var at = Enumerable.Range(0, Math.Max(found.Count, expected.Count))
            .FirstOrDefault(i => found.ElementAtOrDefault(i) != expected.ElementAtOrDefault(i), -1);
        return at < 0
            ? Outcome.Pass
            : Outcome.Fail(KernelReason.Entries,
                $"entry {at}: expected {Text(expected.ElementAtOrDefault(at))}, found {Text(found.ElementAtOrDefault(at))}");

        static string Text(KernelStatement.Entry? entry) =>
            entry is null ? "none" : $"{entry.Kind} {entry.Target} {entry.Version} {entry.Digest}";
    }

    private static Outcome Name(KernelRequest r) => r.ExpectedName is not { } expected ? Outcome.NoReference
        : r.Statement.Then(
            s => s.Name == expected ? Outcome.Pass : Outcome.Fail(KernelReason.Name, $"expected '{expected}', found '{s.Name}'"),
            KernelReason.StatementMissing,
            "statement");

    private static Outcome Version(KernelRequest r) => r.Statement.Then(
        s => !r.Trust.MinimumVersions.TryGetValue(s.Name, out var minimum) ? Outcome.NoReference
            : s.Version >= minimum ? Outcome.Passed($"version {s.Version}, at least {minimum} is asked for")
            : Outcome.Fail(KernelReason.Downgraded, $"expected version {minimum} or later of '{s.Name}', found {s.Version}"),
        KernelReason.StatementMissing,
        "statement");

    private static Outcome Chained(KernelRequest r, Func<SignerChain, Outcome> check) =>
        r.Chain.Value is { } chain ? check(chain) : NotReached("no certificate of the signer");

    private static Outcome NotReached(string detail) => Outcome.NotChecked(ReasonCode.NotReached, detail);
}
