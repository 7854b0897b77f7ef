using System.Buffers.Binary;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Bytes that are no TDX quote, and inputs that cannot be read.</summary>
internal static class FormatTwins
{
    public static IReadOnlyList<Twin> All { get; } =
    [
        Finished("container-prose", "a text that is no quote", "container", ReasonCode.TdxContainer, _ => "no quote at all"u8.ToArray()),
        Finished(
            "container-base64", "base64 with bits that mean nothing", "container", ReasonCode.TdxContainer, _ =>
                "BAACAIEAAAB="u8.ToArray()),
        Finished(
            "container-duplicate", "a JSON object with the quote twice", "container", ReasonCode.TdxContainer, _ =>
                "{\"quote\":\"00\",\"quote\":\"00\"}"u8.ToArray()),
        Finished("length-empty", "no bytes", "lengths", ReasonCode.TdxLength, _ => []),
        Finished("length-truncated", "the last byte is missing", "lengths", ReasonCode.TdxLength, q => q[..^1]),
        Finished(
            "length-section", "the section claims more than there is", "lengths", ReasonCode.TdxLength, q => Set32(q, 632, 0x7fffffff)),
        Finished("length-payload", "the certification data claims one byte less than the section has", "lengths", ReasonCode.TdxLength,
            q => Set32(q, 632 + 4 + 130, BinaryPrimitives.ReadInt32LittleEndian(q.AsSpan(632 + 4 + 130)) - 1)),
        Finished(
            "length-auth", "authentication data longer than the section", "lengths", ReasonCode.TdxLength, q =>
                Set16(q, 632 + 4 + 134 + 448, 0xffff)),
        Finished("sgx-v3", "an SGX quote of version 3", "tee", ReasonCode.TdxSgxQuote, q => Set16(q, 0, 3)),
        Finished("tee-sgx", "version 4 with the TEE type of SGX", "tee", ReasonCode.TdxTeeType, q => Set32(q, 4, 0)),
        Finished("version-6", "an unknown version", "version", ReasonCode.TdxVersion, q => Set16(q, 0, 6)),
        Finished("key-type-3", "an attestation key on P-384", "key-type", ReasonCode.TdxKeyType, q => Set16(q, 2, 3)),
        Finished("qe-vendor", "another vendor's quoting enclave", "qe-vendor", ReasonCode.TdxQeVendor, q => Set16(q, 26, 0)),
        Finished("body-type-sgx", "a version 5 quote of an enclave", "body-type", ReasonCode.TdxBodyType, q => Set16(q, 48, 1), true),
        Finished("body-size", "a TD 1.0 body with the size of TD 1.5", "body-type", ReasonCode.TdxBodyType, q => Set16(q, 48, 2), true),
        Finished(
            "certification-outer", "the outer certification data is a PCK chain", "certification", ReasonCode.TdxCertificationType, q =>
                Set16(q, 632 + 4 + 128, 5)),
        Changed(
            "certification-inner", "QE report certification data inside itself", "certification", ReasonCode.TdxCertificationType, s =>
                s.CertificationType = 6),
        Changed("pck-absent", "a PPID instead of a PCK chain", "pck-chain", ReasonCode.TdxPckChainAbsent, s => s.CertificationType = 1),
        Changed(
            "pck-malformed", "a PCK chain that is no PEM", "pck-chain", ReasonCode.CertificateMalformed, s =>
                s.PckChain = _ => "-----BEGIN CERTIFICATE-----\n"u8.ToArray()),
        Changed(
            "pck-without-extension", "a PCK leaf without Intel's extension", "pck-extensions", ReasonCode.TdxPckExtensions, s =>
                s.Leaf = s.Leaf with { Platform = null }),
        Changed("pck-without-pceid", "a PCK leaf whose extension lacks the PCEID", "pck-extensions", ReasonCode.TdxPckExtensions,
            s => s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { PceId = null } }),
        Collateral("not-json", "a file that is no JSON", "tcb_info"),
        Collateral("duplicate", "a member that stands twice", "{\"tcb_info\":\"{}\",\"tcb_info\":\"{}\"}"),
        Collateral("unknown", "a member that nobody knows", "{\"tcbinfo\":\"{}\"}"),
        Collateral("hex", "a revocation list that is no hex", "{\"pck_crl\":\"30z0\"}"),
        TcbInfo("tcb-info-not-json", "TCB info is cut short", t => t[..^1]),
        TcbInfo(
            "tcb-info-duplicate", "a member of TCB info stands twice", t =>
                t.Replace("{\"id\":\"TDX\",", "{\"id\":\"TDX\",\"id\":\"TDX\",", StringComparison.Ordinal)),
        TcbInfo(
            "tcb-info-components", "TCB info with 15 components", t =>
                t.Replace("\"sgxtcbcomponents\":[{\"svn\":5},", "\"sgxtcbcomponents\":[", StringComparison.Ordinal)),
        TcbInfo(
            "tcb-info-status", "TCB info with an unknown status", t =>
                t.Replace("\"OutOfDate\",\"advisoryIDs\":[\"INTEL-SA-90003\"]", "\"Splendid\"", StringComparison.Ordinal)),
        TcbInfo("tcb-info-svn-range", "a component of 256", t => t.Replace("[{\"svn\":5}", "[{\"svn\":256}", StringComparison.Ordinal)),
        TcbInfo(
            "tcb-info-no-levels", "TCB info without levels", t =>
                t[..(t.LastIndexOf("\"tcbLevels\"", StringComparison.Ordinal))] + "\"tcbLevels\":[]}"),
        Changed("qe-identity-malformed", "the QE identity lacks its signer", "qe-identity", ReasonCode.TdxQeIdentityMalformed,
            s => s.Text.EditQeIdentity = t => t.Replace("\"mrsigner\"", "\"MRSIGNER\"", StringComparison.Ordinal)),
    ];

    private static Twin Finished(string id, string what, string check, string reason, Func<byte[], byte[]> finish, bool is15 = false) =>
        new(id, what, "tdx.format." + check, reason, s => s.Finish = finish, is15);

    private static Twin Changed(string id, string what, string check, string reason, Action<Scenario> change) =>
        new(id, what, "tdx.format." + check, reason, change);

    private static Twin Collateral(string variant, string what, string text) =>
        Changed(
            "collateral-" + variant, what, "collateral", ReasonCode.TdxCollateralMalformed, s =>
                s.CollateralFile = System.Text.Encoding.UTF8.GetBytes(text));

    private static Twin TcbInfo(string id, string what, Func<string, string> edit) =>
        new(id, what, "tdx.format.tcb-info", ReasonCode.TdxTcbInfoMalformed, s => s.Text.EditTcbInfo = edit);

    private static byte[] Set16(byte[] quote, int offset, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(quote.AsSpan(offset), (ushort)value);
        return quote;
    }

    private static byte[] Set32(byte[] quote, int offset, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(quote.AsSpan(offset), value);
        return quote;
    }
}
