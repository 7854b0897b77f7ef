using System.Text.Json;
using Conformance.Suites;

namespace Conformance.Cli.Tests;

/// <summary>'verify --batch' as users and programs call it.</summary>
public sealed class VerifyBatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-batch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void A_folder_of_cases_gives_a_line_each_and_a_summary()
    {
        var answer = InProcess.Run(null, "verify", "--batch", Corpus.Folder("snp"), "--jobs", "2");

        Assert.Equal(5, answer.Code);
        var lines = Lines(answer);
        Assert.Equal(33, lines.Count);
        Assert.Equal(Enumerable.Range(1, 32), lines.Take(32).Select(l => l.GetProperty("index").GetInt32()));
        var vlek = lines.Single(l => l.TryGetProperty("id", out var id) && id.GetString() == "trustee-milan-v3-vlek");
        Assert.Equal("accept", vlek.GetProperty("verdict").GetString());
        var summary = lines[^1].GetProperty("summary");
        Assert.Equal((32, 9, 14, 9, true), (
            summary.GetProperty("items").GetInt32(), summary.GetProperty("accepted").GetInt32(), summary.GetProperty("refused").GetInt32(),
            summary.GetProperty("failed").GetInt32(), summary.GetProperty("complete").GetBoolean()));
        Assert.Equal("conformance: 32 items: 9 accepted, 14 refused, 9 could not be judged\n", answer.Error);
        answer.ShowsNoTrace();
    }

    [SkippableFact]
    public void Lines_of_all_kinds_with_files_beside_them_are_accepted_with_exit_0()
    {
        var (snp, tdx, nvidia) =
            (Corpus.Folder("snp/trustee-milan-v3-vlek"), Corpus.Folder("tdx/uptodate_v4_phala"), Corpus.Folder("nvidia/h100-545.00"));
        File.Copy(Path.Combine(snp, "report.bin"), Path.Combine(_folder, "r.bin"));
        var file = Write(
            $"{{\"id\":\"a\",\"path\":\"r.bin\",\"vek\":\"{snp}/vek.pem\",\"chain\":\"{snp}/chain.pem\",\"at\":\"2025-06-01\"}}",
            $"{{\"id\":\"b\",\"kind\":\"tdx\",\"path\":\"{tdx}/quote.bin\",\"collateral\":\"{tdx}/collateral.json\",\"at\":\"{AsOf(tdx)}\"}}",
            $"{{\"id\":\"c\",\"path\":\"{nvidia}/evidence.bin\",\"chain\":\"{nvidia}/chain.pem\",\"rims\":[\"{nvidia}/driver-rim.xml\",\"{nvidia}/vbios-rim.xml\"],\"recorded\":true,\"at\":\"{AsOf(nvidia)}\"}}");
        var answer = InProcess.Run(null, "verify", "--batch", file, "--checks");

        Assert.True(answer.Code == 0, answer.Output);
        var lines = Lines(answer);
        Assert.Equal(["a", "b", "c"], lines.Take(3).Select(l => l.GetProperty("id").GetString()!));
        Assert.All(lines.Take(3), l => Assert.NotEmpty(l.GetProperty("checks").EnumerateArray()));
        Assert.Equal("UpToDate", lines[1].GetProperty("facts").GetProperty("tcbStatus").GetString());
    }

    [SkippableFact]
    public void Whatever_is_wrong_with_one_item_the_others_are_judged()
    {
        var snp = Corpus.Folder("snp/trustee-milan-v3-vlek");
        File.Copy(Path.Combine(snp, "report.bin"), Path.Combine(_folder, "a-report.bin"));
        File.WriteAllText(Path.Combine(_folder, "b-prose.txt"), "no evidence");
        File.WriteAllText(Path.Combine(_folder, "c-empty.bin"), "");
        using (var huge = File.Create(Path.Combine(_folder, "d-huge.bin")))
        {
            huge.SetLength(1L << 34);
        }

        File.CreateSymbolicLink(Path.Combine(_folder, "e-dangling"), Path.Combine(_folder, "nowhere"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "f-loop"), _folder);
        File.CreateSymbolicLink(Path.Combine(_folder, "g-device"), "/dev/zero");
        Directory.CreateDirectory(Path.Combine(_folder, "h-case"));
        File.WriteAllText(Path.Combine(_folder, "h-case", "quote.bin"), "no quote");
        File.WriteAllText(Path.Combine(_folder, "h-case", "case.json"), "[");
        var answer = InProcess.Run(null, "verify", "--batch", _folder, "--jobs", "1");

        Assert.Equal(5, answer.Code);
        Assert.Equal(
            [
                ("a-report.bin", "CERTIFICATE_MISSING"), ("b-prose.txt", "INPUT_UNKNOWN"), ("c-empty.bin", "INPUT_UNREADABLE"),
                ("d-huge.bin", "INPUT_TOO_LARGE"),
                ("e-dangling", "INPUT_UNREADABLE"), ("f-loop", "INPUT_UNREADABLE"), ("g-device", "INPUT_UNREADABLE"),
                ("h-case", "INPUT_MALFORMED"),
            ],
            Lines(answer).SkipLast(1).Select(l => (l.GetProperty("id").GetString()!, l.GetProperty("reason").GetString()!)));
        answer.ShowsNoTrace();
    }

    [Fact]
    public void Where_nothing_can_be_judged_it_is_a_usage_error()
    {
        Assert.Equal(2, InProcess.Run(null, "verify", "--batch", _folder).Code);
        Assert.Equal(2, InProcess.Run(null, "verify", "--batch", Write("{\"path\":\"gone\"}", "nonsense")).Code);
        Assert.Equal(2, InProcess.Run(null, "verify", "--batch", Path.Combine(_folder, "no-such-file")).Code);
        Assert.Equal(2, InProcess.Run(null, "verify", "--batch", _folder, "--jobs", "0").Code);
        Assert.Equal(2, InProcess.Run(null, "verify", "--batch", _folder, "--policy", Path.Combine(_folder, "no-such-policy")).Code);
    }

    private string Write(params string[] lines)
    {
        var path = Path.Combine(_folder, "batch.jsonl");
        File.WriteAllLines(path, lines);
        return path;
    }

    private static string AsOf(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        return json.RootElement.GetProperty("asOf").GetString()!;
    }

    private static List<JsonElement> Lines(Answer answer) =>
        [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<JsonElement>(l))];
}
