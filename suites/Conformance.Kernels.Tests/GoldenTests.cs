using System.Reflection;
using Conformance.Evidence;
using Conformance.KernelMaker;
using Conformance.Kernels.Containers;
using Conformance.Kernels.Signing;
using Conformance.Suites;
using NJsonSchema;

namespace Conformance.Kernels.Tests;

/// <summary>Every case of vectors/kernels/cases.json.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> FormatIds => [.. GoldenFile.Formats.Keys];

    public static TheoryData<string> SignedIds => [.. GoldenFile.Signed.Keys];

    [Fact]
    public void The_file_is_what_its_maker_makes() =>
        Assert.True(VectorFile.Make().AsSpan().SequenceEqual(GoldenFile.Bytes), "run suites/Conformance.KernelMaker");

    [Fact]
    public async Task The_file_is_of_its_schema()
    {
        var schema = await JsonSchema.FromJsonAsync(
            File.ReadAllText(Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema", "kernel-vectors.schema.json")));
        Assert.Empty(schema.Validate(System.Text.Encoding.UTF8.GetString(GoldenFile.Bytes)));
    }

    [Theory]
    [MemberData(nameof(FormatIds))]
    public void The_reader_answers_as_the_case_says(string id)
    {
        var golden = GoldenFile.Formats[id];
        if (golden.Reason is null)
        {
            Assert.NotEmpty(KernelImage.ReadAll(golden.Container));
        }
        else
        {
            Assert.Equal(golden.Reason, Assert.Throws<EvidenceFormatException>(() => KernelImage.ReadAll(golden.Container)).Reason);
        }
    }

    [Theory]
    [MemberData(nameof(SignedIds))]
    public void The_verdict_is_that_of_the_case(string id)
    {
        var golden = GoldenFile.Signed[id];
        var verdict = KernelVerifier.Verify(golden.Request);
        Assert.Equal(golden.Check, verdict.Decisive?.Check.Id);
        Assert.Equal(golden.Reason, verdict.Reason);
        Assert.Equal(golden.Check is null, verdict.Accepted);
    }

    [Theory]
    [MemberData(nameof(SignedIds))]
    public void Only_what_is_accepted_opens(string id)
    {
        var golden = GoldenFile.Signed[id];
        KernelModule Open() =>
            KernelContainer.Open(golden.Request.Files, golden.Request.Trust, golden.Request.Time, golden.Request.ExpectedName ?? "sample");
        if (golden.Reason is null)
        {
            Assert.Equal(KernelStatement.DigestOf(golden.Request.Files.Container.Span), Open().Digest);
        }
        else
        {
            Assert.Equal(golden.Reason, Assert.Throws<KernelRefusedException>(Open).Reason);
        }
    }

    [Fact]
    public void Every_reason_decides_a_case()
    {
        // A limit takes a large file, and the last two are of files that a container does not have: their tests stand elsewhere.
        string[] elsewhere = [FatbinReason.Limit, KernelReason.KeyMalformed, KernelReason.TrustMalformed];
        var reasons = new[] { typeof(FatbinReason), typeof(KernelReason) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => (string)f.GetRawConstantValue()!)
            .Except(elsewhere);
        var decided = GoldenFile.Formats.Values.Select(c => c.Reason)
            .Concat(GoldenFile.Signed.Values.Select(c => c.Reason)).OfType<string>();
        Assert.Equal([], reasons.Except(decided));
    }

    [Fact]
    public void Every_check_decides_a_case()
    {
        var decided = GoldenFile.Signed.Values.Select(c => c.Check).OfType<string>();
        Assert.Equal([], KernelChecks.Registry.Checks.Select(c => c.Id).Except(decided));
    }

    [Fact]
    public void The_page_lists_every_check_and_every_reason()
    {
        var page = File.ReadAllText(Path.Combine(Corpus.RepositoryRoot(), "docs", "kernels.md"));
        var rows = KernelChecks.Registry.Checks.Select(c =>
            $"| `{c.Id}` | {Evidence.Checks.VerdictJson.NameOf(c.Class)} | {(c.IsRequired ? "yes" : "")} | {c.Title} | {c.Clause} |");
        Assert.Equal(rows, page.Split('\n').Where(l => l.StartsWith("| `kernels.", StringComparison.Ordinal)));
        var reasons = typeof(FatbinReason).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetRawConstantValue()!);
        Assert.All(reasons, r => Assert.Contains($"`{r}`", page, StringComparison.Ordinal));
    }
}
