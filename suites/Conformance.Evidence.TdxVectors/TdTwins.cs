using Conformance.Evidence.Checks;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Genuine and current TDs that a relying party does not want.</summary>
internal static class TdTwins
{
    private static readonly string Wrong48 = AcceptedTwins.Bytes(0xee, 48);

    public static IReadOnlyList<Twin> All { get; } =
    [
        New("debug", "a debug TD", "td.debug", ReasonCode.TdxDebug, s => s.Body = b => b[120] = 1),
        New(
            "attributes-tud", "a reserved bit beside DEBUG", "td.reserved", ReasonCode.TdxAttributesReserved, s =>
                s.Body = b => b[120] = 2),
        New("attributes-reserved", "reserved bit 62", "td.reserved", ReasonCode.TdxAttributesReserved, s => s.Body = b => b[127] = 0x40),
        New("migratable", "a migratable TD", "td.migratable", ReasonCode.TdxMigratable, s => s.Body = b => b[123] = 0x30),
        New("sept-ve", "SEPT_VE_DISABLE demanded and clear", "td.sept-ve-disable", ReasonCode.TdxSeptVeDisable, s =>
        {
            s.Body = b => b[123] = 0;
            s.Policy = "\"td\":{\"requireSeptVeDisable\":true}";
        }),
        New("key-locker", "Key Locker where it is forbidden", "td.features", ReasonCode.TdxFeature, s =>
        {
            s.Body = b => b[123] = 0x90;
            s.Policy = "\"td\":{\"allowKeyLocker\":false}";
        }),
        New(
            "attributes", "other TDATTRIBUTES than the policy's", "td.attributes", ReasonCode.TdxAttributes, s =>
                s.Policy = "\"td\":{\"attributes\":[\"0000000000000000\"]}"),
        New("xfam-fixed", "XFAM without SSE", "td.xfam-reserved", ReasonCode.TdxXfamReserved, s => s.Body = b => b[128] = 0xe5),
        New("xfam-reserved", "XFAM with a forbidden bit", "td.xfam-reserved", ReasonCode.TdxXfamReserved, s => s.Body = b => b[130] = 0x0e),
        New(
            "xfam", "other XFAM than the policy's", "td.xfam", ReasonCode.TdxXfam, s =>
                s.Policy = "\"td\":{\"xfam\":[\"0300000000000000\"]}"),
        New("service-td", "a bound service TD", "td.service-td", ReasonCode.TdxServiceTd, s => s.Body = b => b[600] = 1, true),
        New("service-td-unlisted", "a bound service TD that is not among those listed", "td.service-td", ReasonCode.TdxServiceTd, s =>
        {
            s.Body = b => b[600] = 1;
            s.Policy = $"\"td\":{{\"serviceTds\":[\"{Wrong48}\"]}}";
        }, true),
        New(
            "report-data", "another nonce", "report-data", ReasonCode.TdxReportData, s =>
                s.Policy = $"\"reportData\":[\"{AcceptedTwins.Bytes(0xee, 64)}\"]"),
        Measured("mrtd", "mr.td", ReasonCode.TdxMrTd, "mrTd"),
        Measured("mrconfigid", "mr.config-id", ReasonCode.TdxMrConfigId, "mrConfigId"),
        Measured("mrowner", "mr.owner", ReasonCode.TdxMrOwner, "mrOwner"),
        Measured("mrownerconfig", "mr.owner-config", ReasonCode.TdxMrOwnerConfig, "mrOwnerConfig"),
        Measured("mrseam", "mr.seam", ReasonCode.TdxMrSeam, "mrSeam"),
        Measured("rtmr0", "rtmr.0", ReasonCode.TdxRtmr, "rtmr0"),
        Measured("rtmr1", "rtmr.1", ReasonCode.TdxRtmr, "rtmr1"),
        Measured("rtmr2", "rtmr.2", ReasonCode.TdxRtmr, "rtmr2"),
        Measured("rtmr3", "rtmr.3", ReasonCode.TdxRtmr, "rtmr3"),
        New(
            "event-log-mismatch", "an event log of another boot", "event-log", ReasonCode.TdxEventLogMismatch, s =>
                s.EventLog = $"[{{\"imr\":0,\"digest\":\"{Wrong48}\"}}]"),
        New(
            "event-log-malformed", "an event log for a fifth RTMR", "event-log", ReasonCode.TdxEventLogMalformed, s =>
                s.EventLog = $"[{{\"imr\":4,\"digest\":\"{Wrong48}\"}}]"),
        Log(
            "mismatch", "a binary event log of another boot", [
                .. BinaryLog.Header(), .. BinaryLog.Event(1, 1, 0xee)], ReasonCode.TdxEventLogMismatch),
        Log("truncated", "a binary event log that is cut short", [.. BinaryLog.Header(), .. BinaryLog.Event(1, 1, 0xff)[..^1]]),
        Log("mrtd", "a binary event log that extends MRTD", [.. BinaryLog.Header(), .. BinaryLog.Event(0, 1, 0xff)]),
        Log("register", "a binary event log for a fifth RTMR", [.. BinaryLog.Header(), .. BinaryLog.Event(5, 1, 0xff)]),
        Log(
            "digests", "an event with fewer digests than the header promises", [
                .. BinaryLog.Header((12, 48), (11, 32)), .. BinaryLog.Event(1, 1, 0xff)]),
        Log("sha256", "a binary event log without SHA-384", [.. BinaryLog.Header((11, 32))]),
        Log("tail", "a buffer whose rest is not empty", [.. BinaryLog.Header(), .. BinaryLog.Event(1, 1, 0xff), 0xff, 0x00]),
        New(
            "tee-tcb-svn", "a module below the policy's minimum", "svn.tee", ReasonCode.TdxTeeTcbSvn, s =>
                s.Policy = "\"minimumTeeTcbSvn\":\"07010600000000000000000000000000\""),
        New("qe-svn", "a quoting enclave below the policy's minimum", "svn.qe", ReasonCode.TdxQeSvn, s => s.Policy = "\"minimumQeSvn\":5"),
    ];

    private static Twin Log(string variant, string what, byte[] log, string reason = ReasonCode.TdxEventLogMalformed) =>
        New($"event-log-binary-{variant}", what, "event-log", reason, s => s.EventLogFile = log);

    private static Twin Measured(string id, string check, string reason, string member) =>
        New(id, "another value than the policy's", check, reason, s => s.Policy = $"\"{member}\":[\"{Wrong48}\"]");

    private static Twin New(string id, string what, string check, string reason, Action<Scenario> change, bool is15 = false) =>
        new(id, what, "tdx." + check, reason, change, is15);
}
