using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp.Containers;
using Conformance.Evidence.Snp.IdBlocks;

namespace Conformance.Evidence.Snp;

/// <summary>Everything that the checks look at, read once. What could not be read is said by the check that is about it.</summary>
internal sealed class SnpContext
{
    private readonly SnpAnchors _anchors;

    public SnpContext(
        SnpEvidence evidence, SnpAnchors anchors, EvidencePolicy policy, DateTimeOffset time, ISignatureVerifier signatures, EvidenceCache cache)
    {
        _anchors = anchors;
        Policy = policy.Snp;
        Time = time;
        ReportSignatures = signatures;
        Signatures = new RememberedSignatures(signatures, cache);
        Container = Parsed<SnpContainer>.From(() => SnpContainer.Open(evidence.Report));
        Report = Container.Value is { } container ? Parsed<SnpReport>.From(() => SnpReport.Parse(container.Report)) : default;
        Endorsements = SnpEndorsements.Of(EndorsementBytes.Of(evidence, Container.Value?.Table, IsVlek), cache);
        Line = Report.Value is { HasCpuid: true } report
            ? ProductLines.OfCpuid(report.CpuidFamily, report.CpuidModel)
            : Extensions.Value?.Line;
        Layout = ChooseLayout();
        IdBlock = evidence.IdBlock is { } block ? Parsed<IdBlock>.From(() => IdBlocks.IdBlock.Read(block, evidence.IdAuth)) : default;
    }

    public SnpPolicy Policy { get; }

    public DateTimeOffset Time { get; }

    /// <summary>For certificates and lists: the same ones come with every report.</summary>
    public ISignatureVerifier Signatures { get; }

    /// <summary>For the report itself: always asked.</summary>
    public ISignatureVerifier ReportSignatures { get; }

    public SnpEndorsements Endorsements { get; }

    public Parsed<SnpContainer> Container { get; }

    public Parsed<SnpReport> Report { get; }

    public Parsed<Certificate> Vek => Endorsements.Vek;

    public Parsed<VekExtensions> Extensions => Endorsements.Extensions;

    /// <summary>ASK or ASVK.</summary>
    public Certificate? Intermediate => Endorsements.Intermediate;

    /// <summary>Claims to be the ARK; only an anchor if its key is one.</summary>
    public Certificate? Root => Endorsements.Root;

    public EvidenceFormatException? ChainProblem => Endorsements.ChainProblem;

    public Parsed<RevocationList> Crl => Endorsements.Crl;

    public Parsed<IdBlock> IdBlock { get; }

    /// <summary>From the report's CPUID where it has one, else from the VEK; null where neither tells.</summary>
    public ProductLine? Line { get; }

    /// <summary>Null where it cannot be told.</summary>
    public TcbLayout? Layout { get; }

    /// <summary>The kind of VEK that the report says has signed.</summary>
    public bool IsVlek => Report.Value?.KeyInfo.SigningKey == SnpKeyInfo.VlekKey;

    public bool IsPinned => Line is { } line && Root is not null && _anchors.IsRoot(line, Root);

    public string? PinOf(ProductLine line) => _anchors.KeyOf(line);

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
