using System.IO.Compression;
using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Snp.Containers;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>What a report may come in, and what it may not.</summary>
public sealed class ContainerTests
{
    private static readonly byte[] Report = [2, 0, 0, 0, .. Enumerable.Range(4, SnpReport.Size - 4).Select(i => (byte)(i & 0xFF))];

    public static TheoryData<string, byte[]> Forms() => new()
    {
        { "raw", Report },
        { "raw", [.. Report, 0, 0] },
        { "hex", Encoding.ASCII.GetBytes(Convert.ToHexString(Report) + "\n") },
        { "base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(Report, Base64FormattingOptions.InsertLineBreaks)) },
        { "base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(Report).Replace('+', '-').Replace('/', '_').TrimEnd('=')) },
        { "base64+gzip", Encoding.ASCII.GetBytes(Convert.ToBase64String(Zip(Report))) },
        { "dstack", [0, 3, 0x81, 0x12, .. Report, 0xB1, 6, .. "{}"u8] },
        { "hex of dstack", Encoding.ASCII.GetBytes(Convert.ToHexString([0, 3, 0x81, 0x12, .. Report])) },
        { "msg-resp", [0, 0, 0, 0, 0xA0, 4, 0, 0, .. new byte[24], .. Report, .. new byte[10]] },
    };

    public static TheoryData<string, byte[]> Refused() => new()
    {
        { "empty", [] },
        { "short", Report[..1183] },
        { "short hex", Encoding.ASCII.GetBytes(Convert.ToHexString(Report)[2..]) },
        { "base64 with stray bits", Encoding.ASCII.GetBytes(Convert.ToBase64String(Report)[..^2] + "f=") },
        { "dstack of another size", [0, 3, 0x85, 0x12, .. Report, 0] },
        { "dstack cut short", [0, 3, 0x81, 0x12, .. Report[..^1]] },
        { "dstack in a form too long", [0, 3, 0x82, 0x12, 0, 0, .. Report] },
        { "status", [1, 0, 0, 0, 0xA0, 4, 0, 0, .. new byte[24], .. Report] },
        { "bytes behind the response", [0, 0, 0, 0, 0xA0, 4, 0, 0, .. new byte[24], .. Report, 1] },
        { "table without an end", [.. Report, .. Enumerable.Repeat((byte)1, 24)] },
        { "table that points outside", [.. Report, .. Enumerable.Repeat((byte)1, 16), 48, 0, 0, 0, 1, 0, 0, 0, .. new byte[24]] },
        { "table that wraps", [.. Report, .. Enumerable.Repeat((byte)1, 16), 48, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[24]] },
        { "table that points at itself", [.. Report, .. Enumerable.Repeat((byte)1, 16), 24, 0, 0, 0, 1, 0, 0, 0, .. new byte[24]] },
        { "JSON with a stranger", "{\"outblob\":\"\",\"surprise\":1}"u8.ToArray() },
        { "JSON with a member twice", "{\"outblob\":\"\",\"outblob\":\"\"}"u8.ToArray() },
        { "JSON of another provider", "{\"provider\":\"tdx_guest\",\"outblob\":\"\"}"u8.ToArray() },
        { "JSON number out of range", "{\"version\":4294967296}"u8.ToArray() },
        { "JSON that is not there", "{"u8.ToArray() },
        { "short HCL", "HCLA"u8.ToArray() },
        { "gzip bomb", Encoding.ASCII.GetBytes(Convert.ToBase64String(Zip(new byte[4 * SnpContainer.MaxSize]))) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_known_form_gives_the_report(string form, byte[] bytes)
    {
        var container = SnpContainer.Open(bytes);
        Assert.Equal(form, container.Form);
        Assert.Equal(Report, container.Report.ToArray());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Anything_else_is_refused_in_one_line(string why, byte[] bytes)
    {
        var refusal = Assert.Throws<EvidenceFormatException>(() => SnpContainer.Open(bytes));
        Assert.True(refusal.Reason is ReasonCode.SnpContainer or ReasonCode.SnpReportSize, why);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Optimal))
        {
            zip.Write(bytes);
        }

        return memory.ToArray();
    }
}
