using System.Text;
using Conformance.Evidence;
using Conformance.Kernels.Signing;

namespace Conformance.Kernels.Tests.Signing;

public sealed class TrustTests
{
    private const string Root = "9ef954f99dbd389482f44349725114cd7bd01ab32f7ce15313ea1d32d50e3136";

    [Fact]
    public void A_trust_file_names_roots_and_versions()
    {
        var trust = Read($$"""{"format":"conformance-kernel-trust/1","roots":["{{Root}}"],"minimumVersions":{"rows":4} }""");
        Assert.Equal([Root], trust.Roots);
        Assert.Equal(4, trust.MinimumVersions["rows"]);
    }

    [Fact]
    public void A_certificate_is_trusted_by_its_digest() =>
        Assert.Equal([Root], KernelTrust.Read(DevelopmentChain.Root.Der, "trust").Roots);

    [Fact]
    public void Of_two_least_versions_the_greater_counts()
    {
        var one = new KernelTrust(new HashSet<string>(), [], new Dictionary<string, int> { ["rows"] = 2, ["matmul"] = 5 });
        var two = new KernelTrust(new HashSet<string>(), [], new Dictionary<string, int> { ["rows"] = 3, ["matmul"] = 4 });
        Assert.Equal((3, 5), (one.And(two).MinimumVersions["rows"], one.And(two).MinimumVersions["matmul"]));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"format":"conformance-kernel-trust/2","roots":[]}""")]
    [InlineData("""{"format":"conformance-kernel-trust/1"}""")]
    [InlineData("""{"format":"conformance-kernel-trust/1","roots":["00"]}""")]
    [InlineData("""{"format":"conformance-kernel-trust/1","roots":[],"minimumVersions":{"rows":0}}""")]
    [InlineData("""{"format":"conformance-kernel-trust/1","roots":[],"minimumVersions":{"../rows":1}}""")]
    [InlineData("""{"format":"conformance-kernel-trust/1","roots":[],"anyRoot":true}""")]
    [InlineData("""{"format":"conformance-kernel-trust/1","roots":[]""")]
    public void A_trust_file_that_is_not_understood_is_refused(string json) =>
        Assert.Equal(KernelReason.TrustMalformed, Assert.Throws<EvidenceFormatException>(() => Read(json)).Reason);

    [Fact]
    public void A_directory_gives_all_its_roots_and_a_path_to_nothing_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-trust").FullName;
        Assert.Contains(
            "found neither", Assert.Throws<EvidenceFormatException>(() => KernelTrust.Load(folder)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(folder, "root.pem"), DevelopmentChain.Root.Der.ToArray());
        File.WriteAllText(
            Path.Combine(
                folder, KernelTrust.FileName), $$"""{"format":"conformance-kernel-trust/1","roots":["{{new string('0', 64)}}"]}""");
        Assert.Equal(2, KernelTrust.Load(folder).Roots.Count);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(KernelReason.TrustMalformed, Assert.Throws<EvidenceFormatException>(() => KernelTrust.Load(folder)).Reason);
    }

    private static KernelTrust Read(string json) => KernelTrust.Read(Encoding.UTF8.GetBytes(json), "trust");
}
