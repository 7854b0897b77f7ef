namespace Conformance.Evidence.TdxVectors;

/// <summary>Cases that a verifier must accept: strictness is no virtue where it refuses what is right.</summary>
internal static class AcceptedTwins
{
    public static IReadOnlyList<Twin> All { get; } =
    [
        Ok("valid-v4", "version 4, TD 1.0, everything up to date", _ => { }),
        Ok("valid-v5", "version 5, TD 1.5, everything up to date", _ => { }, true),
        Ok("valid-trailing", "bytes after the quote are legal and unsigned", s => s.Finish = q => [.. q, .. "anything at all"u8]),
        Ok("valid-base64", "the quote in base64", s => s.Finish = q => System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(q))),
        Ok(
            "valid-json-hex", "the quote in hex, in JSON", s =>
                s.Finish = q => System.Text.Encoding.ASCII.GetBytes($"{{\"quote\":\"{Convert.ToHexStringLower(q)}\"}}")),
        Ok("valid-no-auth-data", "QE authentication data may be empty", s => s.Auth = []),
        Ok("valid-chain-nul", "a PCK chain may end in a zero byte", s => s.PckChain = b => [.. b, 0]),
        Ok("valid-status-listed", "a status that the policy lists", s =>
        {
            s.Text.PlatformStatus = "SWHardeningNeeded";
            s.Policy = "\"permittedStatuses\":[\"UpToDate\",\"SWHardeningNeeded\"]";
        }),
        Ok("valid-relaunch-listed", "a relaunch status that the policy lists", s =>
        {
            TcbTwins.OldModuleNewLoaded(s);
            s.Policy = "\"permittedStatuses\":[\"TDRelaunchAdvised\"]";
        }, true),
        Ok("valid-tdx-components-0-1", "TDX components 0 and 1 are the module's where it has an identity: a level that asks for more there still matches", s =>
            s.Text.EditTcbInfo = t =>
                t.Replace("\"tdxtcbcomponents\":[{\"svn\":6}", "\"tdxtcbcomponents\":[{\"svn\":99}", StringComparison.Ordinal)),
        Ok("valid-sept-ve", "SEPT_VE_DISABLE may be clear", s => s.Body = b => b[123] = 0),
        Ok("valid-debug-allowed", "a debug TD where the policy allows it", s =>
        {
            s.Body = b => b[120] = 1;
            s.Policy = "\"td\":{\"allowDebug\":true}";
        }),
        Ok("valid-measurements", "all values that the policy names", s => s.Policy =
            $"\"mrTd\":[\"{Bytes(0x20, 48)}\"],\"mrConfigId\":[\"{Bytes(0x21, 48)}\"],\"mrOwner\":[\"{Bytes(0x22, 48)}\"],\"mrOwnerConfig\":[\"{Bytes(0x23, 48)}\"],\"rtmr0\":[\"{Bytes(0x24, 48)}\"],\"rtmr1\":[\"{Bytes(0x25, 48)}\"],\"rtmr2\":[\"{Bytes(0x26, 48)}\"],\"rtmr3\":[\"{Bytes(0x27, 48)}\"],\"mrSeam\":[\"{Bytes(0x5e, 48)}\"],\"minimumEvaluationNumber\":20,\"maximumCollateralAge\":14,\"minimumTcbDate\":\"2025-08-13\",\"minimumQeSvn\":4,\"minimumTeeTcbSvn\":\"06010600000000000000000000000000\""),
        Ok("valid-without-collateral", "no collateral where the policy requires none", s =>
        {
            s.Collateral = _ => Evidence.Tdx.TdxCollateral.None;
            s.Policy = "\"requireCollateral\":false,\"requireRevocation\":false";
        }),
        Ok("valid-event-log", "an event log that replays to the RTMRs", s =>
        {
            s.Body = OneEvent;
            s.EventLog = $"[{{\"imr\":0,\"digest\":\"{Bytes(0xff, 48)}\",\"event\":\"one\"}}]";
        }),
        Ok("valid-event-log-binary", "the same log as the firmware writes it, in a buffer of ff", s =>
        {
            s.Body = OneEvent;
            s.EventLogFile =
                [
                    .. BinaryLog.Header(), .. BinaryLog.Event(1, 3, 0x11), .. BinaryLog.Event(
                        1, 0x80000001, 0xff), .. Enumerable.Repeat((byte)0xff, 100)];
        }),
    ];

    /// <summary>SHA-384 of 48 zero bytes and the digest ff..ff, in RTMR0; the others were never extended.</summary>
    private static void OneEvent(byte[] body)
    {
        body.AsSpan(328, 192).Clear();
        System.Security.Cryptography.SHA384.HashData([.. new byte[48], .. Enumerable.Repeat((byte)0xff, 48)]).CopyTo(body, 328);
    }

    internal static string Bytes(byte value, int count) => Convert.ToHexStringLower([.. Enumerable.Repeat(value, count)]);

    private static Twin Ok(string id, string what, Action<Scenario> change, bool is15 = false) => new(id, what, null, null, change, is15);
}
