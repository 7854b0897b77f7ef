using Conformance.Backends.Cuda.Interop;

namespace Conformance.Backends.Cuda.FakeDriver;

/// <summary>What a look at the machine says where the driver or its devices are not as they should be.</summary>
[Collection(FakeDriverTests.Name)]
public sealed class DiscoveryTests(FakeLibrary library)
{
    [Theory]
    [InlineData("/nowhere/libcuda.so.1", "DeviceAbsent", "was not found")]
    [InlineData("libconformance-no-such.so.1", "DeviceAbsent", "was not found")]
    public void A_missing_library_is_an_absent_device(string path, string failure, string words) =>
        Says(CudaDevices.Enumerate(path), failure, words);

    [Fact]
    public void A_file_that_is_no_library_is_a_broken_one()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "libcuda.so.1");
        File.WriteAllText(path, "not a library");
        Says(CudaDevices.Enumerate(path), "LibraryBroken", "does not load");
    }

    [SkippableFact]
    public void A_library_without_an_entry_point_is_a_broken_one() =>
        Says(CudaDevices.Enumerate(library.Build("WITHOUT_TIME")), "LibraryBroken", "cuEventElapsedTime");

    [SkippableTheory]
    [InlineData("no_device", "DeviceAbsent", "CUDA_ERROR_NO_DEVICE (100)")]
    [InlineData("no_instance", "DeviceAbsent", "MIG mode without an instance")]
    [InlineData("no_permission", "LibraryBroken", "CUDA_ERROR_OPERATING_SYSTEM (304); the operating system refused")]
    [InlineData("mismatch", "LibraryBroken", "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803)")]
    [InlineData("stub", "LibraryBroken", "CUDA_ERROR_STUB_LIBRARY (34)")]
    [InlineData("too_old", "LibraryBroken", "supports CUDA 9.2, the kernels need 10.0")]
    public void A_driver_without_devices_says_why(string mode, string failure, string words)
    {
        var path = library.Build();
        FakeLibrary.Mode = mode;
        Says(CudaDevices.Enumerate(path), failure, words);
    }

    [SkippableFact]
    public void Two_like_cards_are_two_devices()
    {
        var path = library.Build();
        FakeLibrary.Mode = "two";
        var found = CudaDevices.Enumerate(path).Devices;
        Assert.Equal(["cuda:0", "cuda:1"], found.Select(d => d.Selector));
        Assert.Equal(["0000:17:00.0", "0000:18:00.0"], found.Select(d => d.Facts.PciBusId));
        Assert.Equal("GPU-00112233-4455-6677-8899-aabbccddeeff", found[0].Facts.Uuid);
        Assert.NotEqual(found[0].Facts.Uuid, found[1].Facts.Uuid);
    }

    [SkippableFact]
    public void Facts_are_the_drivers_without_control_characters()
    {
        var path = library.Build();
        FakeLibrary.Mode = null;
        var device = Assert.Single(CudaDevices.Enumerate(path).Devices);
        Assert.Equal("Fake[31m H100", device.Facts.Name);
        Assert.Equal(
            (
                9, 0, 132, 1024, 49152), (
                    device.Facts.Major, device.Facts.Minor, device.Facts.Multiprocessors, device.Facts.MaxThreadsPerBlock,
                    device.Facts.SharedBytesPerBlock));
        Assert.Equal("12.4", device.Describe()["cuda_version"]);
    }

    [SkippableFact]
    public void A_part_of_a_card_is_named_as_one()
    {
        var path = library.Build();
        FakeLibrary.Mode = "mig";
        Assert.StartsWith("MIG-0011", Assert.Single(CudaDevices.Enumerate(path).Devices).Facts.Uuid, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_driver_is_opened_once() =>
        Assert.Same(NativeCudaDriver.Open(library.Build()), NativeCudaDriver.Open(library.Build()));

    private static void Says(CudaDiscovery found, string failure, string words)
    {
        Assert.Empty(found.Devices);
        Assert.Equal(failure, found.Failure.ToString());
        Assert.Contains(words, found.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found.Reason!);
    }
}
