using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Snp;

/// <summary>
/// Certificates and revocation list of a report, read and told apart; nothing is believed yet. Depends on their bytes alone, so that the
/// reports of one machine share it.
/// </summary>
internal sealed class SnpEndorsements
{
    private SnpEndorsements(EndorsementBytes bytes, EvidenceCache cache)
    {
        var chain = Parsed<List<Certificate>>.From(() => ReadChain(bytes, cache));
        ChainProblem = chain.Problem;
        var others = chain.Value ?? [];
        Vek = Parsed<Certificate>.From(() => bytes.Vek is { } file ? CertificateReader.ReadAll(file, "VEK", cache)[0] : others.Find(IsVek));
        Extensions = Vek.Value is { } vek ? Parsed<VekExtensions>.From(() => VekExtensions.Read(vek)) : default;
        Intermediate = others.Find(c => !IsSelfIssued(c) && !IsVek(c) && (Vek.Value is null || c.Subject.Equals(Vek.Value.Issuer)))
            ?? others.Find(c => !IsSelfIssued(c) && !IsVek(c));
        Root = others.Find(c => IsSelfIssued(c) && (Intermediate is null || c.Subject.Equals(Intermediate.Issuer)))
            ?? others.Find(IsSelfIssued);
        IntermediateExtensions = ExtensionsOf(Intermediate);
        RootExtensions = ExtensionsOf(Root);
        Crl = bytes.Crl is { } list
            ? Parsed<RevocationList>.From(() => EvidenceCache.Read(cache.Lists, list, b => RevocationList.Read(b, "CRL")))
            : default;
    }

    /// <summary>The first certificate of its file: some clouds hand out the whole chain in one, the VEK first.</summary>
    public Parsed<Certificate> Vek { get; }

    public Parsed<VekExtensions> Extensions { get; }

    /// <summary>ASK or ASVK.</summary>
    public Certificate? Intermediate { get; }

    /// <summary>Null where there is none, or where they cannot be read.</summary>
    public AuthorityExtensions? IntermediateExtensions { get; }

    /// <summary>Claims to be the ARK; only an anchor if its key is one.</summary>
    public Certificate? Root { get; }

    /// <inheritdoc cref="IntermediateExtensions"/>
    public AuthorityExtensions? RootExtensions { get; }

    public EvidenceFormatException? ChainProblem { get; }

    public Parsed<RevocationList> Crl { get; }

    private bool IsReadable => ChainProblem is null && Vek.Problem is null && Extensions.Problem is null && Crl.Problem is null;

    public static SnpEndorsements Of(EndorsementBytes bytes, EvidenceCache cache)
    {
        var key = bytes.Key;
        if (cache.Snp.Find(key) is { } known)
        {
            return known;
        }

        var parts = key.Copy();
        var made = new SnpEndorsements(bytes.Over(parts), cache);
        if (made.IsReadable)
        {
            cache.Snp.Keep(key, parts, made);
        }

        return made;
    }

    private static bool IsSelfIssued(Certificate certificate) => certificate.Subject.Equals(certificate.Issuer);

    private static bool IsVek(Certificate certificate) => certificate.Subject.CommonName is "SEV-VCEK" or "SEV-VLEK";

    private static List<Certificate> ReadChain(EndorsementBytes bytes, EvidenceCache cache)
    {
        var place = bytes.IsFromTable ? "certificate table" : "chain";
        var certificates = new List<Certificate>();
        foreach (var part in (ReadOnlyMemory<byte>?[])[bytes.First, bytes.Second])
        {
            if (part is { } file)
            {
                certificates.AddRange(CertificateReader.ReadAll(file, place, cache));
            }
        }

        return certificates;
    }

    private static AuthorityExtensions? ExtensionsOf(Certificate? certificate)
    {
        try
        {
            return certificate is null ? null : AuthorityExtensions.Read(certificate, "authority");
        }
        catch (EvidenceFormatException)
        {
            // The check of the profile reads them again, and says what is wrong in the words of its certificate.
            return null;
        }
    }
}
