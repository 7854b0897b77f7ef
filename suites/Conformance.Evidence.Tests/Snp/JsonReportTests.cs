using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp.Containers;
using Conformance.EvidenceMaker.Snp;
using Conformance.Evidence.Snp;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>Reports as objects of fields: rebuilt to the byte, and every member that is wrong is refused by its name.</summary>
public sealed class JsonReportTests
{
    private static readonly byte[] Report = new SnpScenario().Report();

    public static TheoryData<string, string, string> Edits => new()
    {
        { "unknown member 'surprise'", "surprise", "1" },
        { "'measurement[0]' must be 0 to 255, not 256", "measurement", Array(48, "256") },
        { "'measurement[0]' must be 0 to 255, not -1", "measurement", Array(48, "-1") },
        { "'measurement' must hold 32-bit integers", "measurement", Array(48, "1.5") },
        { "'measurement' must hold 32-bit integers", "measurement", Array(48, "4294967296") },
        { "'measurement' must hold 32-bit integers", "measurement", Array(48, "\"1\"") },
        { "'measurement' must have 48 numbers, not 47", "measurement", Array(47, "1") },
        { "'measurement' must have 48 numbers, not 49", "measurement", Array(49, "1") },
        { "'measurement' must be Array, not String", "measurement", "\"00\"" },
        { "'version' must fit 32 bits", "version", "4294967296" },
        { "'version' must fit 32 bits", "version", "-1" },
        { "'version' must be an integer", "version", "3.5" },
        { "'version' must be Number, not Null", "version", "null" },
        { "'guest_svn' must be an integer", "guest_svn", "18446744073709551616" },
        { "'policy' must be an integer of 64 bits", "policy", "18446744073709551616" },
        { "'policy' must be an integer of 64 bits", "policy", "-1" },
        { "'policy' must be an integer of 64 bits", "policy", "\"0x30000\"" },
        { "'current_tcb' must fit 64 bits", "current_tcb", "18446744073709551616" },
        { "report.reported_tcb: 'microcode' must be 0 to 255", "reported_tcb", "{\"bootloader\":4,\"tee\":0,\"snp\":24,\"microcode\":256}" },
        { "report.reported_tcb: unknown member 'spl'", "reported_tcb", "{\"bootloader\":4,\"tee\":0,\"snp\":24,\"microcode\":219,\"spl\":1}" },
        { "report.reported_tcb: member 'tee' is missing", "reported_tcb", "{\"bootloader\":4,\"snp\":24,\"microcode\":219}" },
        { "report.reported_tcb: member 'tee' stands twice", "reported_tcb", "{\"tee\":0,\"tee\":0}" },
        { "'fmc' must be null, or 0 to 255", "reported_tcb", "{\"fmc\":1,\"bootloader\":4,\"tee\":0,\"snp\":24,\"microcode\":219}" },
        { "'_reserved_4' must hold 168 zero bytes", "_reserved_4", Array(168, "1") },
        { "'_reserved_4' must hold 168 zero bytes", "_reserved_4", "[]" },
        { "'cpuid_fam_id' must be 0 to 255", "cpuid_fam_id", "256" },
        { "'r' must have 72 numbers, not 1", "signature", "{\"r\":[1],\"s\":[1]}" },
        { "report.signature: unknown member 'v'", "signature", $"{{\"r\":{Array(72, "1")},\"s\":{Array(72, "1")},\"v\":0}}" },
    };

    [Fact]
    public void The_fields_give_the_very_bytes()
    {
        var container = Open(Object());
        Assert.Equal(("json", true), (container.Form, container.Report.Span.SequenceEqual(Report)));
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_member_that_is_wrong_is_refused_by_its_name(string message, string member, string value)
    {
        var text = Object();
        var place = text.IndexOf($"\"{member}\":", StringComparison.Ordinal);
        text = place < 0 ? $"{{\"{member}\":{value},{text[1..]}" : Replace(text, member, value);
        Refuse(message, text);
    }

    [Fact]
    public void Every_member_is_needed_and_none_may_stand_twice()
    {
        foreach (var (name, value) in JsonNode.Parse(Object())!.AsObject())
        {
            var rest = JsonNode.Parse(Object())!.AsObject();
            rest.Remove(name);
            // Two members have an older form that is asked for in their absence.
            var missed = name switch { "key_info" => "_author_key_en", "current" or "committed" => $"{name}_build", _ => name };
            Refuse($"'{missed}' is missing", rest.ToJsonString());
            Refuse($"member '{name}' stands twice", $"{{\"{name}\":{value!.ToJsonString()},{Object()[1..]}");
        }
    }

    [Theory]
    [InlineData("{\"version\":3,}")]
    [InlineData("{\"version\":3}{}")]
    [InlineData("{/*x*/\"version\":3}")]
    [InlineData("{\"version\":NaN}")]
    [InlineData("{\"version\":03}")]
    [InlineData("{'version':3}")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}")]
    public void What_is_no_JSON_is_no_report(string text) => Refuse("not JSON", text);

    [Theory]
    [InlineData("{\"outblob\":\"TR==\"}", "outblob: base64 that is not in its canonical form")]
    [InlineData("{\"outblob\":\"AAAA\",\"auxblob\":\"TR==\"}", "auxblob: base64 that is not in its canonical form")]
    [InlineData("{\"outblob\":\"A\"}", "outblob: not base64")]
    [InlineData("{\"outblob\":\"AA AA\"}", "outblob: ")]
    [InlineData("{\"outblob\":\"AAAA\",\"generation\":1.5}", "'generation' must be an integer")]
    [InlineData("{\"outblob\":1}", "'outblob' must be String, not Number")]
    public void So_are_the_members_of_configfs(string text, string message) => Refuse(message, text);

    private static void Refuse(string message, string text)
    {
        var refusal = Assert.Throws<EvidenceFormatException>(() => Open(text));
        Assert.Equal(ReasonCode.SnpContainer, refusal.Reason);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    private static SnpContainer Open(string text) => SnpContainer.Open(Encoding.UTF8.GetBytes(text));

    private static string Replace(string text, string member, string value)
    {
        // A raw value, because some of them are no JSON that a library would write.
        var json = JsonNode.Parse(text)!.AsObject();
        json[member] = "@@";
        return json.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);
    }

    private static string Array(int count, string first) => $"[{first}{string.Concat(Enumerable.Repeat(",0", count - 1))}]";

    private static string Object()
    {
        var report = SnpReport.Parse(Report);
        var json = new JsonObject
        {
            ["version"] = report.Version, ["guest_svn"] = report.GuestSvn, ["policy"] = report.Policy.Value, ["vmpl"] = report.Vmpl,
            ["sig_algo"] = 1,
            ["plat_info"] = report.PlatformInfo.Value, ["key_info"] = report.KeyInfo.Value,
            ["cpuid_fam_id"] = report.CpuidFamily, ["cpuid_mod_id"] = report.CpuidModel, ["cpuid_step"] = report.CpuidStepping,
        };
        foreach (var (name, offset, size) in (ReadOnlySpan<(string, int, int)>)
            [("family_id", 0x010, 16), ("image_id", 0x020, 16), ("report_data", 0x050, 64), ("measurement", 0x090, 48), ("host_data", 0x0C0, 32), ("id_key_digest", 0x0E0, 48),
            ("author_key_digest", 0x110, 48), ("report_id", 0x140, 32), ("report_id_ma", 0x160, 32), ("chip_id", 0x1A0, 64)])
        {
            json[name] = Numbers(offset, size);
        }

        foreach (var (name, offset) in (ReadOnlySpan<(string, int)>)[
            ("current_tcb", 0x038), ("reported_tcb", 0x180), ("committed_tcb", 0x1E0), ("launch_tcb", 0x1F0)])
        {
            json[name] = new JsonObject
            {
                ["bootloader"] = Report[offset], ["tee"] = Report[offset + 1], ["snp"] = Report[offset + 6],
                ["microcode"] = Report[offset + 7],
            };
        }

        foreach (var (name, offset) in (ReadOnlySpan<(string, int)>)[("current", 0x1E8), ("committed", 0x1EC)])
        {
            json[name] = new JsonObject { ["build"] = Report[offset], ["minor"] = Report[offset + 1], ["major"] = Report[offset + 2] };
        }

        json["signature"] = new JsonObject { ["r"] = Numbers(0x2A0, 72), ["s"] = Numbers(0x2E8, 72) };
        return json.ToJsonString();
    }

    private static JsonArray Numbers(int offset, int size) =>
        [.. Report.AsSpan(offset, size).ToArray().Select(b => JsonValue.Create((int)b))];
}
