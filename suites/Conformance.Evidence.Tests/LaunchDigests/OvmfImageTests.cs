using Conformance.Evidence.LaunchDigests;
using Conformance.Fuzz;

namespace Conformance.Evidence.Tests.LaunchDigests;

/// <summary>Firmware images in the small.</summary>
public sealed class OvmfImageTests
{
    [Fact]
    public void The_smallest_image_has_its_section() =>
        Assert.Equal([new OvmfSection(0x1000, 0x1000, SectionKind.ZeroMemory)], OvmfImage.Parse(Kept("valid")).Sections);

    // Found by fuzzing: it was an overflow.
    [Fact]
    public void A_kind_above_two_to_the_31_is_refused()
    {
        var refusal = Assert.Throws<LaunchDigestException>(() => OvmfImage.Parse(Kept("kind-above-2-to-31")));
        Assert.Contains("kind 2147483648", refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Kept(string name) => File.ReadAllBytes(Path.Combine(Repository.Seeds("ovmf"), name));
}
