using System.Buffers.Binary;
using System.Text;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Snp.Containers;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>
/// What is around a report is signed by nobody. A changed wrapping may be accepted only where it still holds the same report and
/// endorsements.
/// </summary>
public sealed class ContainerDamageTests
{
    [SkippableTheory]
    [InlineData("veraison-genoa-v3-table", "tsm-report.json")]
    [InlineData("trustee-azure-hcl-milan-v2", "hcl-report.bin")]
    [InlineData("hbos-benign-milan-v2", "report.json")]
    [InlineData("microsoft-tav-milan-v3", "hex")]
    [InlineData("microsoft-tav-milan-v3", "base64")]
    [InlineData("veraison-genoa-v3-table", "extended")]
    public void A_flip_is_refused_or_leaves_report_and_endorsements_as_they_were(string name, string form)
    {
        var vector = SnpCase.Load(name);
        var report = vector.Bytes("report.bin")!;
        var bytes = form switch
        {
            "hex" => Encoding.ASCII.GetBytes(Convert.ToHexString(report)),
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(report)),
            "extended" => [.. report, .. vector.Bytes("auxblob.bin")!],
            _ => vector.Bytes(form)!,
        };
        var policy = (string?)vector.Expected["default_policy"] == "reject" ? SnpCase.WithDebug : EvidencePolicy.Default;
        var hasTable = SnpContainer.Open(bytes).Table is not null;
        var original = Meaning(bytes);
        var survivors = Damage.SurvivingFlips(bytes, Damage.IsSampled, b => SnpVerifier.Verify(
            hasTable
                ? new SnpEvidence { Report = b }
                : vector.Evidence() with { Report = b }, SnpAnchors.Amd, policy, vector.AsOf).Accepted);
        foreach (var (offset, bit) in survivors)
        {
            var changed = (byte[])bytes.Clone();
            changed[offset] ^= (byte)(1 << bit);
            Assert.True(original == Meaning(changed), $"byte 0x{offset:x} bit {bit}");
            Assert.True(
                IsDocumented(form, bytes, offset, bit), $"byte 0x{offset:x} bit {bit} is not among the unsigned bytes of docs/evidence.md");
        }
    }

    /// <summary>docs/evidence.md, table of unsigned bytes.</summary>
    private static bool IsDocumented(string form, byte[] bytes, int offset, int bit) => form switch
    {
        "hex" => bit == 5 && char.IsAsciiLetter((char)bytes[offset]),
        "hcl-report.bin" => offset is >= 0x08 and < 0x0C or >= 0x10 and < 0x20 or >= 0x4C0 and < 0x4C4 || offset >= HclEnd(bytes),
        "extended" => offset >= SnpReport.Size,
        "tsm-report.json" => !IsInside(bytes, "\"outblob\"", offset),
        _ => false,
    };

    private static long HclEnd(byte[] bytes) => 0x4D4 + BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(0x4D0));

    /// <summary>From the member's name to the end of its string.</summary>
    private static bool IsInside(byte[] json, string member, int offset)
    {
        var text = Encoding.ASCII.GetString(json);
        var start = text.IndexOf(member, StringComparison.Ordinal);
        var value = text.IndexOf('"', start + member.Length);
        return offset >= start && offset <= text.IndexOf('"', value + 1);
    }

    // Certificates as their issuers signed them: blanks around PEM are nobody's.
    private static string Meaning(byte[] bytes)
    {
        var container = SnpContainer.Open(bytes);
        return string.Join(
            ' ', [
                Convert.ToHexStringLower(container.Report.Span), Of(
                    CertificateTable.VcekId), Of(CertificateTable.AskId), Of(CertificateTable.ArkId)]);

        string Of(Guid id) => container.Table?.Find(id) is { } file
            ? string.Join(' ', CertificateReader.ReadAll(file, "table").Select(c => c.Fingerprint))
            : "none";
    }
}
