using Conformance.Backends;

namespace Conformance.Backends.OpenCl;

/// <summary>Looking for devices: absence, broken loaders, and what a device says about itself.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opencl-loader-").FullName;

    [Theory]
    [InlineData("/nonexistent/libOpenCL.so.1")]
    [InlineData("libNoSuchOpenClLoader.so.1")]
    public void A_missing_loader_is_an_absent_device(string library)
    {
        var found = OpenClDevices.Enumerate(library);
        Assert.Empty(found.Devices);
        Assert.Equal(BackendFailure.DeviceAbsent, found.Failure);
        Assert.Contains(library, found.Reason, StringComparison.Ordinal);
        var refusal = Assert.Throws<BackendException>(() => found.Get("opencl:0"));
        Assert.Equal(BackendFailure.DeviceAbsent, refusal.Failure);
        Assert.Equal(found.Reason, refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is not a library")]
    [InlineData("\u007fELF\u0002\u0001\u0001")]
    public void A_file_that_is_no_library_is_a_broken_library(string contents)
    {
        var path = Path.Combine(_folder, "libOpenCL.so.1");
        File.WriteAllText(path, contents);
        var found = OpenClDevices.Enumerate(path);
        Assert.Equal(BackendFailure.LibraryBroken, found.Failure);
        Assert.Contains("does not load", found.Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_library_without_the_entry_points_is_broken()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "names a Linux library");
        var found = OpenClDevices.Enumerate("libm.so.6");
        Assert.Equal(BackendFailure.LibraryBroken, found.Failure);
        Assert.Contains("clGetPlatformIDs", found.Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Devices_state_their_facts()
    {
        DeviceFixture.Device();
        var found = OpenClDevices.Enumerate();
        Assert.Null(found.Failure);
        for (var i = 0; i < found.Devices.Count; i++)
        {
            var device = found.Devices[i];
            Assert.Equal($"opencl:{i}", device.Selector);
            Assert.Equal(device.Type == "GPU" ? "opencl-gpu" : "opencl", device.Kind);
            Assert.NotEmpty(device.Name);
            Assert.NotEmpty(device.Platform);
            Assert.True(device.ComputeUnits > 0 && device.MaxWorkGroupSize > 0 && device.MaxAllocationBytes > 0);
            Assert.Contains(device.Type, new[] { "CPU", "GPU", "ACCELERATOR" });
            Assert.DoesNotContain(device.Describe().Values, v => v.Any(char.IsControl));
            Assert.Same(device, found.Get(device.Selector));
        }

        Assert.Throws<BackendException>(() => found.Get($"opencl:{found.Devices.Count}"));
    }

    [Fact]
    public void Foreign_text_loses_control_characters_only()
    {
        Assert.Equal("[31mGPU <b>\u00e9\u2122 two", DeviceText.Clean("\u001b[31mGPU\0 <b>\u00e9\u2122\ttwo\r\n\u202e"));
        Assert.Equal(1024, DeviceText.Clean(new string('x', 5000)).Length);
    }

    [Theory]
    [InlineData(-4, "CL_MEM_OBJECT_ALLOCATION_FAILURE (-4)", BackendFailure.OutOfMemory)]
    [InlineData(-5, "CL_OUT_OF_RESOURCES (-5)", BackendFailure.OutOfMemory)]
    [InlineData(-6, "CL_OUT_OF_HOST_MEMORY (-6)", BackendFailure.OutOfMemory)]
    [InlineData(-61, "CL_INVALID_BUFFER_SIZE (-61)", BackendFailure.OutOfMemory)]
    [InlineData(-11, "CL_BUILD_PROGRAM_FAILURE (-11)", BackendFailure.KernelBuild)]
    [InlineData(-54, "CL_INVALID_WORK_GROUP_SIZE (-54)", BackendFailure.Execution)]
    [InlineData(-36, "CL_INVALID_COMMAND_QUEUE (-36)", BackendFailure.Execution)]
    [InlineData(-9999, "CL error -9999", BackendFailure.Execution)]
    public void Error_codes_have_names_and_kinds(int code, string name, BackendFailure failure)
    {
        var error = Interop.ClErrors.Of(code, "clAny", "matmul of f32 [1,2]");
        Assert.Equal(failure, error.Failure);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains("matmul of f32 [1,2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_error_of_a_build_log()
    {
        Assert.Equal(
            "sa1.cl:3:1: error: x", BuildLog.FirstError("warning: y\n\u001b[0msa1.cl:3:1: error: x\nerror: z")
                .Replace("[0m", "", StringComparison.Ordinal));
        Assert.Equal("something", BuildLog.FirstError("\n  \nsomething\nelse"));
        Assert.Equal("the build log is empty", BuildLog.FirstError("\0\n"));
    }

    public void Dispose() => Directory.Delete(_folder, true);
}
