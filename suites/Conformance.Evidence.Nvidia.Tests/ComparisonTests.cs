using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>The rules of comparison, with manifests made here for a genuine report, and a twin that breaks each rule.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly SyntheticAuthority _authority = new("manifest root of this suite");

    public void Dispose() => _authority.Dispose();

    [SkippableFact]
    public void Manifests_that_match_are_accepted_and_each_twin_is_refused_for_its_own_reason()
    {
        var good = new byte[48];
        Assert.Null(Reason([7, 21], [0, 1]));
        Assert.Equal(ReasonCode.MeasurementMismatch, Reason([(7, [good])], Genuine([0, 1])));
        Assert.Equal(ReasonCode.MeasurementMismatch, Reason([(70, [good])], Genuine([0, 1])));
        Assert.Equal(ReasonCode.RimIndexConflict, Reason([7, 21], [7, 1]));
        Assert.Equal(ReasonCode.MeasurementNothingActive, Reason(Genuine([7]), Genuine([0]), isActive: false));
        Assert.Equal(ReasonCode.RimVersion, Reason(Genuine([7]), Genuine([0]), driver: "580.159.04"));
        Assert.Equal(ReasonCode.RimEdition, Reason(Genuine([7]), Genuine([0]), edition: "SWITCH"));
    }

    [SkippableFact]
    public void Any_alternative_will_do()
    {
        var (_, hashes) = Genuine([7])[0];
        Assert.Null(Reason([(7, [new byte[48], hashes[0]])], Genuine([0])));
    }

    [SkippableFact]
    public void Index_35_is_skipped_where_the_decoder_is_off_and_compared_where_it_is_on()
    {
        var wrong = new byte[48];
        Array.Fill(wrong, (byte)0xEE);
        Assert.Null(Reason([(7, Genuine([7])[0].Hashes), (35, [wrong])], Genuine([0])));

        // The same report with the decoder on: its signature no longer holds, and the comparison no longer skips.
        foreach (var (
            status, reason) in new (
                byte, string)[] { (OpaqueData.Enabled, ReasonCode.MeasurementMismatch), (0x00, ReasonCode.NvdecStatus) })
        {
            var request = Request([(7, Genuine([7])[0].Hashes), (35, [wrong])], Genuine([0]));
            var bytes = request.Device.Report.ToArray();
            ReadOnlySpan<byte> field = [(byte)OpaqueId.NVDEC0_STATUS, 0, 1, 0, OpaqueData.Disabled];
            bytes[bytes.AsSpan().LastIndexOf(field) + 4] = status;
            var verdict = NvidiaVerifier.Verify(request with { Device = request.Device with { Report = bytes } }).Verdict;
            Assert.Equal(reason, verdict["nvidia.driver-rim.measurements"].Reason);
        }
    }

    [SkippableFact]
    public void Two_manifests_for_one_version_need_a_pin()
    {
        var request = Request(Genuine([7]), Genuine([0]));
        var other = Sign("580.159.03", "GPU", Genuine([7, 21]));
        var both = request with { Rims = [.. request.Rims, other] };
        Assert.Equal(ReasonCode.RimAmbiguous, NvidiaVerifier.Verify(both).Verdict.Reason);
        var pins = new HashSet<string> { other.Value!.Sha256, request.Rims[1].Value!.Sha256 };
        Assert.Null(NvidiaVerifier.Verify(both with { Policy = both.Policy with { PinnedRims = pins } }).Verdict.Reason);
        pins.Remove(request.Rims[1].Value!.Sha256);
        Assert.Equal(
            ReasonCode.RimNotPinned, NvidiaVerifier.Verify(both with { Policy = both.Policy with { PinnedRims = pins } }).Verdict.Reason);
    }

    [SkippableFact]
    public void A_manifest_under_another_root_is_refused() => Assert.Equal(
        ReasonCode.RootNotPinned,
        NvidiaVerifier.Verify(Request(Genuine([7]), Genuine([0])) with { Anchors = Anchors.Vendor }).Verdict.Reason);

    private static List<(int Index, byte[][] Hashes)> Genuine(int[] indexes)
    {
        var report = SpdmReader.Read(new CorpusCase("h100-580.159.03").Bytes("evidence.bin"), SpdmRules.Strict, "report");
        return [.. indexes.Select(i => (i, (byte[][])[report.Measurement(i)!.Value.ToArray()]))];
    }

    private string? Reason(int[] driver, int[] vbios) => Reason(Genuine(driver), Genuine(vbios));

    private string? Reason(
        IReadOnlyList<(int Index, byte[][] Hashes)> driverValues,
        IReadOnlyList<(int Index, byte[][] Hashes)> vbiosValues,
        bool isActive = true,
        string edition = "GPU",
        string driver = "580.159.03") =>
            NvidiaVerifier.Verify(Request(driverValues, vbiosValues, isActive, edition, driver)).Verdict.Reason;

    private NvidiaRequest Request(
        IReadOnlyList<(int Index, byte[][] Hashes)> driverValues,
        IReadOnlyList<(int Index, byte[][] Hashes)> vbiosValues,
        bool isActive = true,
        string edition = "GPU",
        string driver = "580.159.03")
    {
        var request = new CorpusCase("h100-580.159.03").Request();
        return request with
        {
            Rims = [Sign(driver, edition, driverValues, isActive), Sign("96.00.74.00.20", edition, vbiosValues, isActive)],
            Anchors = Anchors.Vendor with { RimRoot = _authority.Pin },
            Policy = NvidiaPolicy.Default,
        };
    }

    private Part<Rim> Sign(string version, string edition, IReadOnlyList<(int Index, byte[][] Hashes)> values, bool isActive = true) =>
        SyntheticRim.Sign(_authority, version, edition, values, isActive);
}
