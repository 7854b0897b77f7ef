using System.Text;
using Conformance.Certification.Reports;
using Conformance.Suites;
using NJsonSchema;

namespace Conformance.Certification.Grading;

public sealed class GradeFileTests
{
    private const string Hostile = "</td><script>alert(1)</script>`|\u202e\nx";

    [Fact]
    public async Task The_json_fits_its_schema_and_is_canonical()
    {
        var report = Report("fake device");
        var json = GradesJson.Write(report);
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema", "grades.schema.json"));

        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(json)));
        Assert.Equal(json, GradesJson.Write(Report("fake device")));
        Assert.DoesNotContain((byte)'\r', json);
    }

    [Fact]
    public void Names_of_devices_are_text_on_every_page()
    {
        var report = Report(Hostile);

        Assert.DoesNotContain("<script>", Encoding.UTF8.GetString(HtmlGrades.Write(report)), StringComparison.Ordinal);
        var markdown = Encoding.UTF8.GetString(GradesMarkdown.Write(report));
        Assert.DoesNotContain("\nx", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_back_is_what_was_written()
    {
        var report = Report("d");

        var classes = GradesJson.ReadClasses(GradesJson.Write(report), "grades.json");

        Assert.Equal(report.Rows.Count(), classes.Count);
        Assert.All(report.Rows, r => Assert.Equal(r.Class, classes[new(r.Operator, r.Library, r.Device, r.Schedule)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"format\":\"conformance-report/1\",\"rows\":[]}")]
    [InlineData("{\"format\":\"conformance-grades/1\",\"rows\":[{}]}")]
    [InlineData("{\"format\":\"conformance-grades/1\",\"rows\":[{\"operator\":\"a\",\"library\":\"b\",\"device\":\"c\",\"schedule\":\"d\",\"class\":\"FINE\"}]}")]
    public void No_baseline_is_refused_in_one_way(string text) =>
        Assert.Throws<ReportFormatException>(() => GradesJson.ReadClasses(Encoding.UTF8.GetBytes(text), "b.json"));

    [Fact]
    public void A_baseline_tells_worse_from_better_and_gone()
    {
        var rows = Report("d").Rows.ToList();
        GradeKey Key(GradeRow r) => new(r.Operator, r.Library, r.Device, r.Schedule);
        var same = rows.ToDictionary(Key, r => r.Class);
        Assert.Empty(GradeBaseline.Compare(same, rows));

        var worse = new Dictionary<GradeKey, GradeClass>(same) { [Key(rows[0])] = GradeClass.Exact };
        rows[0] = rows[0] with { Class = GradeClass.Crash };
        Assert.True(Assert.Single(GradeBaseline.Compare(worse, rows)).IsWorse);

        var better = new Dictionary<GradeKey, GradeClass>(same) { [Key(rows[1])] = GradeClass.Crash };
        Assert.False(Assert.Single(GradeBaseline.Compare(better, rows), c => c.Key == Key(rows[1])).IsWorse);

        var gone = Assert.Single(GradeBaseline.Compare(same, rows.Skip(1)));
        Assert.Null(gone.Now);
        Assert.False(gone.IsWorse);
    }

    private static GradesReport Report(string device)
    {
        var library = new FakeLibrary((s, _, y) => FakeLibrary.Nudge(y, 0, s.Name == "f32-threads-2" ? 1 : 0));
        var schedules = library.Schedules.Where(s => s.Format == Tensors.ElementFormat.F32).ToList();
        var grader = new CaseGrader(library);
        var vector = GradingSamples.Case("sum/rows-7x331");
        var facts = library.Facts with { Device = device };
        var rows = GradeMaker.Make(facts, schedules, schedules.Select(s => grader.Observe(s, vector)));
        return new GradesReport
        {
            Version = "0",
            Vectors = new string('0', 64),
            Repeats = 3,
            Host = new HostFacts("system", "runtime", device, [], 2, 1),
            Libraries =
            [
                new("fake", facts, schedules, rows, null, null),
                new("torch", null, [], [], "PACKAGE_ABSENT", device),
            ],
        };
    }
}
