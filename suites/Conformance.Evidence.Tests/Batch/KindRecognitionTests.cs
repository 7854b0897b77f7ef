using System.Text;
using Conformance.Evidence.Batch;
using Conformance.Evidence.Tests.Snp;
using Conformance.Evidence.Tests.Tdx;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Batch;

/// <summary>The verifier is chosen by content, in every form that evidence travels in.</summary>
public sealed class KindRecognitionTests
{
    private static readonly byte[] Report = [3, 0, 0, 0, .. new byte[1180]];
    private static readonly byte[] Quote = [4, 0, 2, 0, 0x81, 0, 0, 0, .. new byte[700]];
    private static readonly byte[] Spdm = [0x11, 0xE0, 1, 0xFF, .. new byte[60]];

    public static TheoryData<EvidenceKind, string, byte[]> Known() => new()
    {
        { EvidenceKind.Snp, "raw", Report },
        { EvidenceKind.Snp, "hex", Ascii(Convert.ToHexString(Report)) },
        { EvidenceKind.Snp, "base64", Ascii(Convert.ToBase64String(Report)) },
        { EvidenceKind.Snp, "base64 of gzip", Ascii(Convert.ToBase64String([0x1F, 0x8B, 8, .. new byte[60]])) },
        { EvidenceKind.Snp, "response", [0, 0, 0, 0, 0xA0, 4, 0, 0, .. new byte[24], .. Report] },
        { EvidenceKind.Snp, "Azure", [.. "HCLA"u8, 1, 0, 0, 0] },
        { EvidenceKind.Snp, "dstack", [0, 3, 0x81, 0x12, .. Report] },
        { EvidenceKind.Snp, "configfs-tsm", Ascii("{\"provider\":\"sev_guest\",\"outblob\":\"AA\"}") },
        { EvidenceKind.Snp, "fields", Ascii(" {\"version\":2,\"signature\":{\"quote\":1},\"chip_id\":[]}") },
        { EvidenceKind.Tdx, "raw", Quote },
        { EvidenceKind.Tdx, "raw version 5", [5, .. Quote[1..]] },
        { EvidenceKind.Tdx, "enclave", [3, 0, 2, 0, .. new byte[400]] },
        { EvidenceKind.Tdx, "hex with prefix", Ascii("0x" + Convert.ToHexString(Quote)) },
        { EvidenceKind.Tdx, "base64 for addresses", Ascii(Convert.ToBase64String(Quote).Replace('+', '-').Replace('/', '_')) },
        { EvidenceKind.Tdx, "dstack", [0, 0, 0x49, 0x4E, .. Quote] },
        { EvidenceKind.Tdx, "JSON", Ascii("{\"event_log\":[{\"measurement\":1}],\"quote\":\"00\"}") },
        { EvidenceKind.Nvidia, "raw", Spdm },
        { EvidenceKind.Nvidia, "hex", Ascii(Convert.ToHexString(Spdm)) },
        { EvidenceKind.Nvidia, "array", Ascii("[{}]") },
        { EvidenceKind.Nvidia, "request", Ascii("{\"nonce\":\"\",\"evidence_list\":[]}") },
    };

    public static TheoryData<string, byte[]> Unknown() => new()
    {
        { "nothing", [] },
        { "blanks", Ascii(" \n ") },
        { "zeros", new byte[1184] },
        { "PEM", Ascii("-----BEGIN CERTIFICATE-----\nMIID") },
        { "prose", Ascii("this is a text that is long enough to be base64, but is none of it") },
        { "JSON of something else", Ascii("{\"id\":\"x\",\"what\":{\"quote\":\"00\"}}") },
        { "JSON cut short", Ascii("{\"id\":") },
        { "version 6", [6, 0, 0, 0, .. new byte[1180]] },
        { "short hex", Ascii("0400020081000000") },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void The_kind_is_told_by_content(EvidenceKind kind, string form, byte[] bytes)
    {
        Assert.NotEmpty(form);
        Assert.Equal(kind, KindRecognition.Of(bytes));
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Anything_else_is_no_kind(string what, byte[] bytes)
    {
        Assert.NotEmpty(what);
        Assert.Null(KindRecognition.Of(bytes));
    }

    [SkippableFact]
    public void Every_case_of_the_corpus_is_recognised()
    {
        Assert.All(
            SnpCase.Names.Where(n => n != "neg-lit-truncated"), n =>
                Assert.Equal(EvidenceKind.Snp, KindRecognition.Of(SnpCase.Load(n).Bytes("report.bin"))));
        Assert.All(TdxCase.Ids, id => Assert.Equal(EvidenceKind.Tdx, KindRecognition.Of(TdxCase.Load(id).Quote)));
        var nvidia = Directory.GetFiles(Corpus.Folder("nvidia"), "*evidence.*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("tokens", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(nvidia);
        Assert.All(nvidia, f => Assert.Equal(EvidenceKind.Nvidia, KindRecognition.Of(File.ReadAllBytes(f))));
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
