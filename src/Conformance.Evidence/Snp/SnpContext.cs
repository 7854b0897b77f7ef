using Conformance.Evidence.Certificates;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp.Containers;
using Conformance.Evidence.Snp.IdBlocks;

namespace Conformance.Evidence.Snp;

/// <summary>Everything that the checks look at, read once. What could not be read is said by the check that is about it.</summary>
internal sealed class SnpContext
{
    private readonly SnpAnchors _anchors;

    public SnpContext(SnpEvidence evidence, SnpAnchors anchors, EvidencePolicy policy, DateTimeOffset time, ISignatureVerifier signatures)
    {
        _anchors = anchors;
        Policy = policy.Snp;
        Time = time;
        Signatures = signatures;
        Container = Parsed<SnpContainer>.From(() => SnpContainer.Open(evidence.Report));
        Report = Container.Value is { } container ? Parsed<SnpReport>.From(() => SnpReport.Parse(container.Report)) : default;

        var table = Container.Value?.Table;
        var chain = Parsed<List<Certificate>>.From(() => ReadChain(evidence, table));
        ChainProblem = chain.Problem;
        var others = chain.Value ?? [];
        Vek = Parsed<Certificate>.From(() => ReadVek(evidence, table, others));
        Extensions = Vek.Value is { } vek ? Parsed<VekExtensions>.From(() => VekExtensions.Read(vek)) : default;
        Line = Report.Value is { HasCpuid: true } report ? ProductLines.OfCpuid(report.CpuidFamily, report.CpuidModel) : Extensions.Value?.Line;
        Layout = ChooseLayout();

        Intermediate = others.Find(c => !IsSelfIssued(c) && !IsVek(c) && (Vek.Value is null || c.Subject.Equals(Vek.Value.Issuer)))
            ?? others.Find(c => !IsSelfIssued(c) && !IsVek(c));
        Root = others.Find(c => IsSelfIssued(c) && (Intermediate is null || c.Subject.Equals(Intermediate.Issuer))) ?? others.Find(IsSelfIssued);
        var crl = evidence.Crl ?? table?.Find(CertificateTable.CrlId);
        IdBlock = evidence.IdBlock is { } block ? Parsed<IdBlock>.From(() => IdBlocks.IdBlock.Read(block, evidence.IdAuth)) : default;
        Crl = crl is { } list ? Parsed<RevocationList>.From(() => RevocationList.Read(list, "CRL")) : default;
    }

    public SnpPolicy Policy { get; }

    public DateTimeOffset Time { get; }

    public ISignatureVerifier Signatures { get; }

    public Parsed<SnpContainer> Container { get; }

    public Parsed<SnpReport> Report { get; }

    public Parsed<Certificate> Vek { get; }

    public Parsed<VekExtensions> Extensions { get; }

    /// <summary>ASK or ASVK.</summary>
    public Certificate? Intermediate { get; }

    /// <summary>Claims to be the ARK; only an anchor if its key is one.</summary>
    public Certificate? Root { get; }

    public EvidenceFormatException? ChainProblem { get; }

    public Parsed<RevocationList> Crl { get; }

    public Parsed<IdBlock> IdBlock { get; }

    /// <summary>From the report's CPUID where it has one, else from the VEK; null where neither tells.</summary>
    public ProductLine? Line { get; }

    /// <summary>Null where it cannot be told.</summary>
    public TcbLayout? Layout { get; }

    /// <summary>The kind of VEK that the report says has signed.</summary>
    public bool IsVlek => Report.Value?.KeyInfo.SigningKey == SnpKeyInfo.VlekKey;

    public bool IsPinned => Line is { } line && Root is not null && _anchors.IsRoot(line, Root);

    public string? PinOf(ProductLine line) => _anchors.KeyOf(line);

    private static bool IsSelfIssued(Certificate certificate) => certificate.Subject.Equals(certificate.Issuer);

    private static bool IsVek(Certificate certificate) => certificate.Subject.CommonName is "SEV-VCEK" or "SEV-VLEK";

    private static List<Certificate> ReadChain(SnpEvidence evidence, CertificateTable? table)
    {
        if (evidence.Chain is { } chain)
        {
            return [.. CertificateReader.ReadAll(chain, "chain")];
        }

        var certificates = new List<Certificate>();
        foreach (var id in (Guid[])[CertificateTable.AskId, CertificateTable.ArkId])
        {
            if (table?.Find(id) is { } bytes)
            {
                certificates.AddRange(CertificateReader.ReadAll(bytes, "certificate table"));
            }
        }

        return certificates;
    }

    private Certificate? ReadVek(SnpEvidence evidence, CertificateTable? table, List<Certificate> chain)
    {
        var bytes = evidence.Vek ?? table?.Find(IsVlek ? CertificateTable.VlekId : CertificateTable.VcekId);
        if (bytes is not { } found)
        {
            return chain.Find(IsVek);
        }

        // Some clouds hand out the whole chain in one file, the VEK first.
        return CertificateReader.ReadAll(found, "VEK")[0];
    }

    // Version 2 does not say which chip it is from. A Turin chip id has 8 bytes and 56 zeros; a masked one says nothing, but the VEK may.
    private TcbLayout? ChooseLayout() => Report.Value switch
    {
        null => null,
        { HasCpuid: true, CpuidFamily: 0x1A } => TcbLayout.Turin,
        { HasCpuid: true, CpuidFamily: 0x19 } => TcbLayout.MilanGenoa,
        { HasCpuid: true } => null,
        { IsChipIdMasked: true } => Line is { } line ? ProductLines.LayoutOf(line) : null,
        { } report => report.ChipId[8..].ContainsAnyExcept((byte)0) ? TcbLayout.MilanGenoa : TcbLayout.Turin,
    };
}
