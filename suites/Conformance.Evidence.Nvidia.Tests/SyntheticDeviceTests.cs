using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Genuine reports, changed and signed anew under a root made here: what a signature alone cannot tell.</summary>
public sealed class SyntheticDeviceTests : IDisposable
{
    private readonly SyntheticAuthority _authority = new("device root of this suite");

    /// <summary>The extension of the leaf, and the reason that must come back.</summary>
    public static TheoryData<string, string?> FirmwareIds => new()
    {
        { "composite", null },
        { "composite, another digest", ReasonCode.GpuFwidMismatch },
        { "composite, 47 bytes", ReasonCode.GpuFwidMissing },
        { "composite, bytes after it", ReasonCode.GpuFwidMissing },
        { "composite, cut", ReasonCode.GpuFwidMissing },
        { "composite, the digest alone", ReasonCode.GpuFwidMissing },
        { "TcbInfo", null },
        { "TcbInfo, another digest", ReasonCode.GpuFwidMismatch },
        { "TcbInfo, only the second digest", ReasonCode.GpuFwidMismatch },
        { "TcbInfo, empty list", ReasonCode.GpuFwidMissing },
        { "TcbInfo, no list", ReasonCode.GpuFwidMissing },
        { "TcbInfo, SHA-256", ReasonCode.GpuFwidMissing },
        { "none", ReasonCode.GpuFwidMissing },
    };

    public void Dispose() => _authority.Dispose();

    [SkippableTheory]
    [MemberData(nameof(FirmwareIds))]
    public void The_firmware_id_must_stand_in_the_certificate_in_its_form(string kind, string? reason)
    {
        var report = SpdmReader.Read(Genuine(), SpdmRules.Strict, "report");
        var extension = Extension(kind, report.Opaque.Fwid!.Value.ToArray());
        Assert.Equal(reason, NvidiaVerifier.Verify(Request(Genuine(), extension is null ? [] : [extension])).Verdict.Reason);
    }

    [SkippableFact]
    public void A_report_without_firmware_id_is_not_said_to_match()
    {
        var verdict = NvidiaVerifier.Verify(Request(new CorpusCase("h100-545.00").Bytes("evidence.bin"), [])).Verdict;
        Assert.True(verdict.Accepted, verdict.Decisive?.Detail);
        Assert.Equal(CheckStatus.NotApplicable, verdict["nvidia.device.fwid"].Status);
    }

    [SkippableFact]
    public void Fields_of_a_version_that_is_not_understood_are_refused()
    {
        var bytes = Genuine();
        var field = SpdmReader.Read(bytes, SpdmRules.Strict, "report").Opaque.Field(OpaqueId.OPAQUE_DATA_VERSION)!.Value;
        var header = new byte[] { (byte)OpaqueId.OPAQUE_DATA_VERSION, 0, (byte)field.Length, 0 };
        byte[] pattern = [.. header, .. field.Span];
        bytes[bytes.AsSpan().LastIndexOf(pattern) + 4] = 2;
        Assert.Equal(ReasonCode.OpaqueVersion, NvidiaVerifier.Verify(Request(bytes, [Good()])).Verdict.Reason);
    }

    [SkippableFact]
    public void A_root_with_the_vendors_name_and_another_key_is_refused()
    {
        using var impostor = new SyntheticAuthority("NVIDIA Device Identity CA");
        var request = Request(Genuine(), [Good()], impostor) with { Anchors = Anchors.Vendor };
        var verdict = NvidiaVerifier.Verify(request).Verdict;
        Assert.Equal(ReasonCode.RootNotPinned, verdict.Reason);
        Assert.Equal(CheckStatus.Pass, verdict["nvidia.report.signature"].Status);
    }

    [SkippableFact]
    public void A_leaf_with_an_unknown_critical_extension_is_refused() => Assert.Equal(
        ReasonCode.CertificateProfile,
        NvidiaVerifier.Verify(Request(Genuine(), [Good(), new X509Extension("1.2.3.4", [5, 0], true)])).Verdict.Reason);

    private static byte[] Genuine() => new CorpusCase("h100-580.159.03").Bytes("evidence.bin");

    private static X509Extension Good() =>
        Extension("composite", SpdmReader.Read(Genuine(), SpdmRules.Strict, "report").Opaque.Fwid!.Value.ToArray())!;

    private static X509Extension? Extension(string kind, byte[] digest)
    {
        if (kind == "none")
        {
            return null;
        }

        byte[] other = [.. digest.Select(b => (byte)(b ^ 0xFF))];
        var first = kind.EndsWith("another digest", StringComparison.Ordinal) || kind.EndsWith("second digest", StringComparison.Ordinal)
            ? other
            : digest;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        if (kind.StartsWith("composite", StringComparison.Ordinal))
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSequence())
                {
                    writer.WriteNull();
                }

                Digest(writer, first[..(kind.EndsWith("47 bytes", StringComparison.Ordinal) ? 47 : 48)], "2.16.840.1.101.3.4.2.2");
            }

            var value = writer.Encode();
            return new X509Extension(
                FirmwareId.CompositeDeviceId,
                kind switch
                {
                    "composite, bytes after it" => [.. value, 0],
                    "composite, cut" => value[..^1],

                    // Whoever takes the last 48 bytes, whatever precedes them, is content with this.
                    "composite, the digest alone" => digest,
                    _ => value,
                },
                false);
        }

        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, "NVIDIA", new Asn1Tag(TagClass.ContextSpecific, 0));
            if (kind != "TcbInfo, no list")
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 6)))
                {
                    if (kind != "TcbInfo, empty list")
                    {
                        Digest(writer, first, kind == "TcbInfo, SHA-256" ? "2.16.840.1.101.3.4.2.1" : "2.16.840.1.101.3.4.2.2");
                        Digest(writer, kind == "TcbInfo, only the second digest" ? digest : new byte[48], "2.16.840.1.101.3.4.2.2");
                    }
                }
            }
        }

        return new X509Extension(FirmwareId.TcbInfo, writer.Encode(), false);
    }

    private static void Digest(AsnWriter writer, byte[] digest, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm);
            writer.WriteOctetString(digest);
        }
    }

    /// <summary>The report, signed by a leaf with these extensions.</summary>
    private NvidiaRequest Request(byte[] report, X509Extension[] extensions, SyntheticAuthority? authority = null)
    {
        authority ??= _authority;
        var (leaf, key) = authority.Issue("GH100 A01 GSP FMC LF", extensions);
        var signed = report.AsSpan(0, report.Length - SpdmReader.SignatureSize);
        byte[] bytes = [.. signed, .. key.SignData(signed, HashAlgorithmName.SHA384)];
        return new NvidiaRequest
        {
            Device = new Carriers.DeviceEvidence("synthetic", bytes, (byte[])[.. leaf.RawData, .. authority.Root.RawData], null, null),
            Time = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero),
            IsRecorded = true,
            Anchors = Anchors.Vendor with { DeviceRoot = authority.Pin },
            Policy = new NvidiaPolicy { RequireMeasurements = false },
            Signatures = SystemSignatures.Instance,
        };
    }
}
