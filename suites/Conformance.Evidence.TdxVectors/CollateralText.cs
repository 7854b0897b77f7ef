using System.Text;

namespace Conformance.Evidence.TdxVectors;

/// <summary>The two texts that Intel signs, as functions of what a twin changes.</summary>
public sealed class CollateralText
{
    public const string QeSigner = "dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5";

    private const string Zero96 = "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";
    private const string Module = $"\"mrsigner\":\"{Zero96}\",\"attributes\":\"0000000000000000\",\"attributesMask\":\"FFFFFFFFFFFFFFFF\"";

    public string Issued { get; set; } = "2026-01-01T00:00:00Z";

    public string Next { get; set; } = "2026-01-31T00:00:00Z";

    public string QeIssued { get; set; } = "2026-01-01T00:00:00Z";

    public string QeNext { get; set; } = "2026-01-31T00:00:00Z";

    /// <summary>Of the newest platform level.</summary>
    public string PlatformStatus { get; set; } = "UpToDate";

    /// <summary>Of the older platform level.</summary>
    public string OldPlatformStatus { get; set; } = "OutOfDate";

    /// <summary>Of the older module level (isvsvn 4).</summary>
    public string OldModuleStatus { get; set; } = "OutOfDate";

    /// <summary>Changes to the text before it is signed.</summary>
    public Func<string, string> EditTcbInfo { get; set; } = t => t;

    public Func<string, string> EditQeIdentity { get; set; } = t => t;

    /// <summary>Changes after it was signed.</summary>
    public Func<string, string> BreakTcbInfo { get; set; } = t => t;

    public Func<string, string> BreakQeIdentity { get; set; } = t => t;

    public (byte[] Text, byte[] Signature) TcbInfo(SyntheticKey key) => Sign(EditTcbInfo(MakeTcbInfo()), BreakTcbInfo, key);

    public (byte[] Text, byte[] Signature) QeIdentity(SyntheticKey key) => Sign(EditQeIdentity(MakeQeIdentity()), BreakQeIdentity, key);

    private static (byte[] Text, byte[] Signature) Sign(string text, Func<string, string> breakText, SyntheticKey key)
    {
        var signature = key.SignFixed(Encoding.UTF8.GetBytes(text));
        return (Encoding.UTF8.GetBytes(breakText(text)), signature);
    }

    private string MakeTcbInfo() =>
        $$"""{"id":"TDX","version":3,"issueDate":"{{Issued}}","nextUpdate":"{{Next}}","fmspc":"50806F000000","pceId":"0000","tcbType":0,"tcbEvaluationDataNumber":20,"tdxModule":{"""
        + Module + "},\"tdxModuleIdentities\":["
        + "{\"id\":\"TDX_03\"," + Module + ",\"tcbLevels\":[" + Enclave(3, "UpToDate") + "]},"
        + "{\"id\":\"TDX_01\"," + Module + ",\"tcbLevels\":[" + Enclave(6, "UpToDate") + ","
            + Enclave(4, OldModuleStatus, "INTEL-SA-90002") + "]}],\"tcbLevels\":["
        + Platform(
            [5, 5, 2, 2, 4, 1, 0, 5], 13, [6, 0, 6], "2025-08-13", PlatformStatus, PlatformStatus == "UpToDate" ? null : "INTEL-SA-90001")
                + ","
        + Platform([4, 4, 2, 2, 4, 1, 0, 4], 11, [4, 0, 5], "2024-03-13", OldPlatformStatus, "INTEL-SA-90003") + "]}";

    private string MakeQeIdentity() =>
        $$"""{"id":"TD_QE","version":2,"issueDate":"{{QeIssued}}","nextUpdate":"{{QeNext}}","tcbEvaluationDataNumber":20,"miscselect":"00000000","miscselectMask":"FFFFFFFF","attributes":"11000000000000000000000000000000","attributesMask":"FBFFFFFFFFFFFFFF0000000000000000","mrsigner":"{{QeSigner}}","isvprodid":2,"tcbLevels":["""
        + Enclave(4, "UpToDate") + "," + Enclave(3, "OutOfDate", "INTEL-SA-90004") + "," + Enclave(2, "Revoked", "INTEL-SA-90005") + "]}";

    private static string Enclave(int svn, string status, string? advisory = null) =>
        $$"""{"tcb":{"isvsvn":{{svn}}},"tcbDate":"2025-08-13T00:00:00Z","tcbStatus":"{{status}}"{{Advisory(advisory)}}}""";

    private static string Platform(byte[] sgx, int pceSvn, byte[] tdx, string date, string status, string? advisory) =>
        $$"""{"tcb":{"sgxtcbcomponents":[{{Components(sgx)}}],"pcesvn":{{pceSvn}},"tdxtcbcomponents":[{{Components(tdx)}}]},"tcbDate":"{{date}}T00:00:00Z","tcbStatus":"{{status}}"{{Advisory(advisory)}}}""";

    private static string Components(byte[] values) =>
        string.Join(',', values.Concat(new byte[16 - values.Length]).Select(v => $$"""{"svn":{{v}}}"""));

    private static string Advisory(string? id) => id is null ? "" : $",\"advisoryIDs\":[\"{id}\"]";
}
