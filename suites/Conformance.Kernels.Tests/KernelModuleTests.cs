using Conformance.KernelMaker.Containers;
using Conformance.Kernels.Containers;

namespace Conformance.Kernels.Tests;

/// <summary>Which image a device is given (CUDA C++ Programming Guide, binary and PTX compatibility).</summary>
public sealed class KernelModuleTests
{
    private const int Cuda118 = 11080;
    private const int Cuda124 = 12040;
    private const int Cuda130 = 13000;

    [Theory]
    [InlineData(90, Cuda124, "cubin sm_90")]
    [InlineData(80, Cuda124, "cubin sm_80")]
    [InlineData(86, Cuda124, "cubin sm_86")]
    [InlineData(89, Cuda124, "cubin sm_86")]
    [InlineData(75, Cuda124, "ptx sm_70")]
    [InlineData(70, Cuda124, "ptx sm_70")]
    [InlineData(100, Cuda124, "ptx sm_90")]
    [InlineData(100, Cuda118, "ptx sm_70")]
    [InlineData(120, Cuda130, "ptx sm_90")]
    [InlineData(60, Cuda130, null)]
    public void The_nearest_cubin_of_the_major_else_the_highest_ptx(int device, int driver, string? expected) => Check(
        expected, device, driver,
        Samples.CubinEntry(80), Samples.CubinEntry(86), Samples.CubinEntry(90), Samples.PtxEntry(70, 7, 0), Samples.PtxEntry(90, 8, 0));

    [Theory]
    [InlineData(90, "ptx sm_90a")]
    [InlineData(100, "ptx sm_80")]
    [InlineData(89, "ptx sm_80")]
    public void Code_for_one_architecture_runs_on_no_other(int device, string expected) =>
        Check(expected, device, Cuda124, Samples.PtxEntry(80, 7, 0), Samples.PtxEntry(90, 8, 0, "a"));

    [Theory]
    [InlineData(100, "ptx sm_100f")]
    [InlineData(103, "ptx sm_100f")]
    [InlineData(120, "ptx sm_80")]
    public void Code_for_a_family_runs_on_its_later_members(int device, string expected) =>
        Check(expected, device, Cuda130, Samples.PtxEntry(80, 7, 0), Samples.PtxEntry(100, 8, 8, "f"));

    [Theory]
    [InlineData(11080, "ptx sm_70")]
    [InlineData(12000, "ptx sm_80")]
    [InlineData(99990, "ptx sm_80")]
    [InlineData(8000, null)]
    public void The_driver_must_know_the_version_of_the_ptx(int driver, string? expected) =>
        Check(expected, 80, driver, Samples.PtxEntry(70, 6, 3), Samples.PtxEntry(80, 8, 0));

    [Fact]
    public void What_has_to_be_linked_is_not_loaded()
    {
        var payload = Samples.Cubin(90, isNewAbi: true);
        payload[0x10] = 1;
        Check(null, 90, Cuda124, Samples.CubinEntry(90) with { Payload = payload });
    }

    private static void Check(string? expected, int device, int driver, params EntrySpec[] entries)
    {
        var module = new KernelModule
        {
            Name = "sample", Version = 1, Digest = "", Signer = "", RootFingerprint = "", IsDevelopment = false,
                Images = KernelImage.ReadAll(new FileSpec(entries).Write()),
        };
        var isFound = module.TrySelect(device / 10, device % 10, driver, out var image, out var why);
        Assert.Equal(expected, image is null ? null : $"{image.KindName} {image.Target}");
        Assert.Equal(expected is not null, isFound);
        Assert.Equal(expected is null, why is not null);
    }
}
