using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Tdx;

/// <summary>Everything that the checks look at, read once.</summary>
internal sealed class TdxContext
{
    private const int PckChainType = 5;

    public TdxContext(ReadOnlyMemory<byte> bytes, TdxRequest request)
    {
        Request = request;
        Signatures = new RememberedSignatures(request.Signatures, request.Cache);
        var cache = request.Cache;
        Container = Unwrap(bytes, out var raw);
        Bytes = raw;
        Quote = TdxQuote.TryParse(raw, out var quote, out var fault) ? quote : null;
        Fault = fault;
        var collateral = request.Collateral;
        PckChain = ReadPckChain(collateral);
        Pck = PckChain.Value is { } chain
            ? Parsed<PckExtensions>.Read(
                chain[0].Der, ReasonCode.NotReached, "the PCK certificate", der =>
                    EvidenceCache.Read(cache.Pck, der, _ => PckExtensions.Read(chain[0])))
            : Parsed<PckExtensions>.Not(NotReached);
        TcbInfo = Collateral(collateral.TcbInfo, "tcb_info", b => EvidenceCache.Read(cache.TcbInfos, b, TcbInfoReader.ReadTcbInfo));
        TcbSigners = Collateral(collateral.TcbInfoIssuerChain, "tcb_info_issuer_chain", b => ReadChain(b, "tcb_info_issuer_chain"));
        QeIdentity =
            Collateral(collateral.QeIdentity, "qe_identity", b => EvidenceCache.Read(cache.QeIdentities, b, TcbInfoReader.ReadQeIdentity));
        QeSigners = Collateral(collateral.QeIdentityIssuerChain, "qe_identity_issuer_chain", b => ReadChain(b, "qe_identity_issuer_chain"));
        RootCrl = Crl(collateral.RootCrl, "root_ca_crl");
        PckCrl = Crl(collateral.PckCrl, "pck_crl");
        Decision = Decide();
    }

    public static Outcome NotReached { get; } = Outcome.NotChecked(ReasonCode.NotReached, "an earlier failure left nothing to look at");

    /// <summary>Unwrapped.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether the quote's wrapper was one.</summary>
    public Outcome Container { get; }

    public TdxRequest Request { get; }

    public TdxPolicy Policy => Request.Policy.Tdx;

    /// <summary>
    /// For certificates, lists and collateral, which are the same for many quotes. The quote's own are asked of the request's.
    /// </summary>
    public ISignatureVerifier Signatures { get; }

    public TdxQuote? Quote { get; }

    public QuoteFault Fault { get; }

    public Parsed<IReadOnlyList<Certificate>> PckChain { get; }

    public Parsed<PckExtensions> Pck { get; }

    public Parsed<TcbInfo> TcbInfo { get; }

    public Parsed<IReadOnlyList<Certificate>> TcbSigners { get; }

    public Parsed<QeIdentity> QeIdentity { get; }

    public Parsed<IReadOnlyList<Certificate>> QeSigners { get; }

    public Parsed<RevocationList> RootCrl { get; }

    public Parsed<RevocationList> PckCrl { get; }

    /// <summary>
    /// Null where one of its inputs could not be read. Made even from inputs whose signatures fail; then the verdict is refused anyway.
    /// </summary>
    public TcbDecision? Decision { get; }

    /// <summary>The module's identity that applies to the quote; null where collateral has none.</summary>
    public ModuleIdentity? ModuleOf(TcbInfo info)
    {
        var version = Quote!.Body.TeeTcbSvn[1];
        return version == 0 ? info.TdxModule : info.Module(version);
    }

    public Outcome OfQuote(Func<TdxQuote, Outcome> check) => Quote is null ? NotReached : check(Quote);

    public Outcome OfDecision(Func<TcbDecision, Outcome> check) =>
        Decision is not null ? check(Decision)
        : TcbInfo.IsAbsent ? TcbInfo.Problem
        : QeIdentity.IsAbsent ? QeIdentity.Problem
        : NotReached;

    private static Outcome Unwrap(ReadOnlyMemory<byte> file, out ReadOnlyMemory<byte> raw)
    {
        try
        {
            raw = QuoteContainer.Unwrap(file);
            return Outcome.Pass;
        }
        catch (EvidenceFormatException e)
        {
            raw = default;
            return Outcome.Fail(e.Reason, e.Message);
        }
    }

    private static Parsed<T> Collateral<T>(ReadOnlyMemory<byte>? bytes, string name, Func<ReadOnlyMemory<byte>, T> read)
        where T : class => Parsed<T>.Read(bytes, ReasonCode.TdxCollateralMissing, name, read);

    private Parsed<RevocationList> Crl(ReadOnlyMemory<byte>? bytes, string name) => Parsed<RevocationList>.Read(
        bytes, ReasonCode.CrlMissing, name, b => EvidenceCache.Read(Request.Cache.Lists, b, list => RevocationList.Read(list, name)));

    private IReadOnlyList<Certificate> ReadChain(ReadOnlyMemory<byte> bytes, string place) =>
        EvidenceCache.Read(Request.Cache.Chains, bytes, b => CertificateReader.ReadAll(b, place, Request.Cache));

    private Parsed<IReadOnlyList<Certificate>> ReadPckChain(TdxCollateral collateral)
    {
        if (Quote is null)
        {
            return Parsed<IReadOnlyList<Certificate>>.Not(NotReached);
        }

        if (Quote.CertificationType != PckChainType && collateral.PckChain is null)
        {
            return Parsed<IReadOnlyList<Certificate>>.Not(Outcome.Fail(
                ReasonCode.TdxPckChainAbsent, $"expected certification data of type {PckChainType} (PCK chain), found type {Quote.CertificationType} and no chain beside the quote"));
        }

        var chain = Quote.CertificationType == PckChainType ? Quote.CertificationData : collateral.PckChain;
        return Parsed<IReadOnlyList<Certificate>>.Read(
            chain, ReasonCode.TdxPckChainAbsent, "the PCK chain", b => IntelChain.LeafFirst(ReadChain(b, "PCK chain")));
    }

    private TcbDecision? Decide()
    {
        if (Quote is null || Pck.Value is not { } pck || TcbInfo.Value is not { } info || QeIdentity.Value is not { } identity)
        {
            return null;
        }

        var body = Quote.Body;
        var subject =
            new TcbSubject(pck.Components, pck.PceSvn, body.TeeTcbSvn.ToArray(), body.TeeTcbSvn2.ToArray(), Quote.QeReport.IsvSvn);
        return TcbEvaluation.Decide(subject, info, identity);
    }
}
