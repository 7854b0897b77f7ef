using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Cuda.FakeDriver;

/// <summary>The real calls into a library, and what becomes of its errors.</summary>
[Collection(FakeDriverTests.Name)]
public sealed class NativeTests(FakeLibrary library)
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sum_goes_through_the_library_and_back(bool ownStream)
    {
        using var backend = new CudaBackend(Device(null), new CudaOptions { OwnStream = ownStream });
        Assert.All(backend.ProbeResults, r => Assert.True(r.Passed, r.Name));
        Assert.Equal([1.5f, float.PositiveInfinity], Add(backend, [1, float.MaxValue], [0.5f, float.MaxValue]));
        Assert.Equal("GPU-00112233-4455-6677-8899-aabbccddeeff", backend.Facts.Properties["uuid"]);
        Assert.Equal(8, backend.Facts.KernelDigests.Count);
    }

    [SkippableTheory]
    [InlineData("pascal", "DeviceUnfit", "compute capability is 6.0")]
    [InlineData("unfit", "DeviceUnfit", "'fma rounds once' failed")]
    [InlineData("jit", "KernelBuild", "CUDA_ERROR_UNSUPPORTED_PTX_VERSION (222): ptxas fatal")]
    [InlineData("fabric", "Execution", "nvidia-fabricmanager")]
    [InlineData("exclusive", "Execution", "CUDA_ERROR_DEVICE_UNAVAILABLE (46)")]
    public void A_device_that_does_not_open_says_why(string mode, string failure, string words)
    {
        var device = Device(mode);
        var error = Assert.Throws<BackendException>(() => new CudaBackend(device));
        Assert.Equal(failure, error.Failure.ToString());
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [SkippableTheory]
    [InlineData("fault", "CUDA_ERROR_ILLEGAL_ADDRESS (700)")]
    [InlineData("ecc", "CUDA_ERROR_ECC_UNCORRECTABLE (214)")]
    [InlineData("removed", "CUDA_ERROR_UNKNOWN (999)")]
    public void A_fault_of_a_kernel_loses_the_context_and_is_not_forgotten(string mode, string name)
    {
        var backend = new CudaBackend(Device(mode));
        var error = Assert.Throws<BackendException>(() => Add(backend, [1], [2]));
        Assert.Equal((BackendFailure.Execution, BackendLoss.Context), (error.Failure, error.Loss));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains("k_add", error.Message, StringComparison.Ordinal);

        var later = Assert.Throws<BackendException>(() => backend.Allocate(new TensorType(ElementFormat.F32, new Shape(1))));
        Assert.Equal(BackendLoss.Context, later.Loss);
        Assert.Contains(name, later.Message, StringComparison.Ordinal);
        backend.Dispose();
    }

    [SkippableFact]
    public void A_kernel_that_does_not_end_is_named_with_the_time()
    {
        var backend = new CudaBackend(Device("hang"), new CudaOptions { HangLimit = TimeSpan.FromSeconds(0.2) });
        var error = Assert.Throws<BackendException>(() => Add(backend, [1], [2]));
        Assert.Equal((BackendFailure.Execution, BackendLoss.Hang), (error.Failure, error.Loss));
        Assert.Contains("elementwise/k_add or a kernel before it did not end in 0.2 s", error.Message, StringComparison.Ordinal);
        backend.Dispose();
    }

    [SkippableFact]
    public void Memory_that_is_not_there_is_out_of_memory_and_freed_memory_counts_again()
    {
        using var backend = new CudaBackend(Device(null));
        var half = new TensorType(ElementFormat.F32, new Shape(1 << 19));
        using var first = backend.Allocate(half);
        var error = Assert.Throws<BackendException>(() => backend.Allocate(new TensorType(ElementFormat.F32, new Shape((1 << 19) + 1))));
        Assert.Equal((BackendFailure.OutOfMemory, BackendLoss.None), (error.Failure, error.Loss));
        Assert.Contains("CUDA_ERROR_OUT_OF_MEMORY (2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("f32 [524289]", error.Message, StringComparison.Ordinal);

        // Idle memory of another size goes back to the driver before anybody is refused.
        first.Dispose();
        using var whole = backend.Allocate(new TensorType(ElementFormat.F32, new Shape((1 << 20) - 64)));
    }

    /// <summary>The library's clock gives a copy a quarter of a millisecond and a launch one.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Events_tell_the_time_between_them_in_the_order_of_the_work(bool ownStream)
    {
        using var backend = new CudaBackend(Device(null), new CudaOptions { OwnStream = ownStream });
        using var from = backend.Upload(Tensor.FromFloats(new Shape(3), [1, 2, 3]));
        using var to = backend.Allocate(from.Type);
        using var sum = backend.Allocate(from.Type);
        using var start = backend.CreateEvent();
        using var end = backend.CreateEvent();
        start.Record();
        backend.Copy(from, to);
        backend.Run(new OperatorCall(OperatorRegistry.Get("add"), Attributes.None, [from, to], [sum]));
        end.Record();
        backend.Finish();
        Assert.Equal(1.25e6, end.NanosecondsSince(start));
        Assert.Equal([2f, 4f, 6f], backend.Download(sum).Floats.ToArray());
        Assert.Equal(ownStream, backend.Stream != 0);
        Assert.NotEqual(backend.AddressOf(from), backend.AddressOf(to));
        Assert.Equal(50 << 20, backend.Device.Facts.L2Bytes);
    }

    [SkippableFact]
    public void An_event_that_was_not_recorded_has_no_time()
    {
        using var backend = new CudaBackend(Device(null));
        using var start = backend.CreateEvent();
        using var end = backend.CreateEvent();
        var error = Assert.Throws<BackendException>(() => end.NanosecondsSince(start));
        Assert.Contains("CUDA_ERROR_INVALID_HANDLE (400)", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_copy_between_unlike_buffers_is_refused_and_idle_memory_can_be_handed_back()
    {
        using var backend = new CudaBackend(Device(null));
        using var small = backend.Upload(Tensor.FromFloats(new Shape(3), [1, 2, 3]));
        using (var large = backend.Allocate(new TensorType(ElementFormat.F32, new Shape(4))))
        {
            Assert.Throws<ShapeException>(() => backend.Copy(small, large));
        }

        backend.Trim();
        backend.MakeCurrent();
        using var whole = backend.Allocate(new TensorType(ElementFormat.F32, new Shape((1 << 20) - 64)));
    }

    [SkippableFact]
    public void Backends_may_be_used_from_several_threads_in_turn()
    {
        using var backend = new CudaBackend(Device(null));
        float[] sum = [];
        var thread = new Thread(() => sum = Add(backend, [1], [2]));
        thread.Start();
        thread.Join();
        Assert.Equal([3f], sum);
        Assert.Equal([5f], Add(backend, [2], [3]));
    }

    private static float[] Add(CudaBackend backend, float[] a, float[] b)
    {
        var shape = new Shape(a.Length);
        using var left = backend.Upload(Tensor.FromFloats(shape, a));
        using var right = backend.Upload(Tensor.FromFloats(shape, b));
        using var y = backend.Allocate(left.Type);
        backend.Run(new OperatorCall(OperatorRegistry.Get("add"), Attributes.None, [left, right], [y]));
        return backend.Download(y).Floats.ToArray();
    }

    /// <summary>A library of its own for each: a broken one stays broken.</summary>
    private CudaDevice Device(string? mode)
    {
        var path = library.Build("MODE_" + (mode ?? "none"));
        FakeLibrary.Mode = mode;
        return CudaDevices.Enumerate(path).Devices[0];
    }
}
