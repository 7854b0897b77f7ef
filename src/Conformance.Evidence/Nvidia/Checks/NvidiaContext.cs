using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;
using Org.BouncyCastle.Math;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>Which firmware a manifest speaks for.</summary>
public enum RimRole
{
    Driver,

    /// <summary>A GPU's VBIOS or a switch's BIOS.</summary>
    Vbios,
}

/// <summary>A request with its parts read once. Not shared between threads.</summary>
internal sealed class NvidiaContext
{
    private readonly SelectedRim[] _rims;

    public NvidiaContext(NvidiaRequest request)
    {
        Request = request;
        Signatures = new RememberedSignatures(request.Signatures, request.Cache);
        Report = Part.Read<GpuReport>(() => SpdmReader.Read(request.Device.Report, request.Rules, request.Device.Place));
        var certificates = request.Device.Certificates ?? request.Certificates;
        Chain = certificates is { } bytes
            ? Part.Read<IReadOnlyList<Certificate>>(() => EvidenceCache.Read(
                request.Cache.Chains, bytes, b => CertificateReader.ReadAll(b, $"{request.Device.Place} chain", request.Cache)))
            : Part.Missing<IReadOnlyList<Certificate>>();
        LeafFirmwareId = Chain.Value is { } chain ? FirmwareIdOf(chain[0]) : Part.Missing<byte[]>();
        _rims = [SelectedRim.Of(RimRole.Driver, this), SelectedRim.Of(RimRole.Vbios, this)];
    }

    public NvidiaRequest Request { get; }

    /// <summary>
    /// For certificates, manifests and revocation answers, which serve many devices. The report's own is asked of the request's.
    /// </summary>
    public ISignatureVerifier Signatures { get; }

    public Part<GpuReport> Report { get; }

    public Part<IReadOnlyList<Certificate>> Chain { get; }

    /// <summary>Missing where the leaf has neither form of it.</summary>
    public Part<byte[]> LeafFirmwareId { get; }

    /// <summary>Null where neither report nor certificates name a known chip.</summary>
    public Architecture? Architecture => Report.Value is { } report
        ? Architectures.Of(report.IsSwitch, Chain.Value is [var leaf, ..] ? leaf.Subject.CommonName : null)
        : null;

    /// <summary>Serial number of the leaf, decimal: what tokens call the device ('ueid'). Null where there is no chain.</summary>
    public string? Identity => Chain.Value is [var leaf, ..] ? new BigInteger(leaf.Serial, 16).ToString() : null;

    public SelectedRim Rim(RimRole role) => _rims[(int)role];

    private static Part<byte[]> FirmwareIdOf(Certificate leaf)
    {
        byte[]? found = null;
        var part = Part.Read<byte[]>(() => found = FirmwareId.Of(leaf) ?? []);
        return found is { Length: 0 } ? Part.Missing<byte[]>() : part;
    }
}

/// <summary>The manifest that is to vouch for one kind of firmware.</summary>
/// <param name="Applies">False for the driver of a switch.</param>
/// <param name="Rim">Null where none of the given ones will do.</param>
/// <param name="Others">Manifests for the same version with other contents that were passed over: nobody can tell which one is
/// meant.</param>
internal sealed record SelectedRim(RimRole Role, bool Applies, Rim? Rim, int Others)
{
    /// <summary>
    /// Among the given ones of this kind: those for the report's version, of these the pinned ones. Where none is for that version the
    /// first stands, so that the version check can say what is wrong.
    /// </summary>
    public static SelectedRim Of(RimRole role, NvidiaContext context)
    {
        if (context.Report.Value is not { } report || (role == RimRole.Driver && report.IsSwitch))
        {
            return new SelectedRim(role, context.Report.Value is null, null, 0);
        }

        var version = Version(role, report);
        var all = context.Request.Rims.Select(p => p.Value).OfType<Rim>().Where(r => r.Meta.IsForVbios == (role == RimRole.Vbios)).ToList();
        var fitting = all.Where(r => string.Equals(r.Meta.Version, version, StringComparison.OrdinalIgnoreCase)).DistinctBy(r => r.Sha256)
            .ToList();
        if (context.Request.Policy.PinnedRims is { } pins && fitting.Exists(r => pins.Contains(r.Sha256)))
        {
            fitting.RemoveAll(r => !pins.Contains(r.Sha256));
        }

        return new SelectedRim(role, true, fitting.FirstOrDefault() ?? all.FirstOrDefault(), Math.Max(fitting.Count - 1, 0));
    }

    public static string? Version(RimRole role, GpuReport report) =>
        role == RimRole.Driver ? report.Opaque.DriverVersion : report.Opaque.VbiosVersion;
}
