using Conformance.Operators;
using Conformance.Tensors;
using ILGPU;
using ILGPU.Runtime;

namespace Conformance.Backends.Ilgpu.Tests;

/// <summary>Absent devices, kernels that do not compile, memory that ends: one exception type, one line.</summary>
public sealed class FaultTests(CpuAccelerator accelerator) : IClassFixture<CpuAccelerator>
{
    [Theory]
    [InlineData("ilgpu:cuda:99")]
    [InlineData("ilgpu:opencl:99")]
    [InlineData("ilgpu:")]
    [InlineData("ilgpu:vulkan:0")]
    public void A_device_that_is_not_there_is_absent(string selector)
    {
        var e = Assert.Throws<BackendException>(() => new IlgpuFamily().Open(selector));

        Assert.Equal(BackendFailure.DeviceAbsent, e.Failure);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Every_kind_is_available_or_absent_with_a_reason()
    {
        var family = new IlgpuFamily();
        var found = family.Discover();

        Assert.Contains(found.Available, c => c.Selector == IlgpuFamily.CpuSelector);
        Assert.All(family.Kinds, kind => Assert.True(found.Available.Any(c => c.Kind == kind) || found.Absent.Any(a => a.Kind == kind)));
        Assert.All(found.Absent, a => Assert.True(a.Detail.Length > 0 && a.Remedy.Length > 0));
        Assert.All(found.Absent, a => Assert.True(a.Failure is BackendFailure.DeviceAbsent or BackendFailure.DeviceUnfit));
    }

    [SkippableFact]
    public void A_device_without_what_ILGPU_needs_is_refused_and_not_tried()
    {
        var unfit = new IlgpuFamily().Discover().Absent.FirstOrDefault(a => a.Failure == BackendFailure.DeviceUnfit);
        Skip.If(unfit is null, "HW_ABSENT:opencl (a device without the generic address space)");

        var e = Assert.Throws<BackendException>(() => new IlgpuFamily().Open("ilgpu:opencl:0"));
        Assert.Equal(BackendFailure.DeviceUnfit, e.Failure);
    }

    [Fact]
    public void Memory_that_ends_is_a_failure_and_the_backend_goes_on()
    {
        // Real exhaustion would take the machine's other work with it.
        var e = IlgpuFailures.Translate(new InsufficientMemoryException(), "place", BackendFailure.Execution);
        Assert.Equal(BackendFailure.OutOfMemory, e.Failure);

        using var x = accelerator.Backend.Upload(Tensor.FromFloats(new Shape(1), [4f]));
        using var y = accelerator.Backend.Allocate(new TensorType(ElementFormat.F32, new Shape(1)));
        accelerator.Backend.Run(new OperatorCall(OperatorRegistry.Get("sqrt"), Attributes.None, [x], [y]));
        Assert.Equal(2f, accelerator.Backend.Download(y).Floats[0]);
    }

    [Fact]
    public void A_kernel_that_does_not_compile_is_named()
    {
        using var code = new Proofs.DeviceCode();
        var kernel = ((Action<Index1D, ArrayView<int>>)Unsupported).Method;

        var e = Assert.Throws<InternalCompilerException>(() => code.Ptx(kernel, ILGPU.Runtime.Cuda.CudaArchitecture.SM_80));
        var failure = IlgpuFailures.Translate(e, "kernel", BackendFailure.Execution);

        Assert.Equal(BackendFailure.KernelBuild, failure.Failure);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_view_shares_its_buffer_and_another_size_is_refused()
    {
        var backend = accelerator.Backend;
        using var buffer = backend.Upload(Tensor.FromFloats(new Shape(2, 3), [1, 2, 3, 4, 5, 6]));
        using var view = backend.View(buffer, new Shape(6));

        Assert.Equal(backend.Download(buffer).Data, backend.Download(view).Data);
        Assert.Throws<ShapeException>(() => backend.View(buffer, new Shape(5)));
    }

    [Fact]
    public void Written_bytes_are_read_back_and_another_count_is_refused()
    {
        var backend = accelerator.Backend;
        using var y = backend.Allocate(new TensorType(ElementFormat.I32, new Shape(3)));
        byte[] data = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];
        backend.Write(y, data);
        Assert.Equal(data, backend.Download(y).Data);
        Assert.Throws<ShapeException>(() => backend.Write(y, data.AsSpan(0, 8)));
        var read = new byte[12];
        backend.Read(y, read);
        Assert.Equal(data, read);
        Assert.Throws<ShapeException>(() => backend.Read(y, new byte[16]));
        using var empty = backend.Allocate(new TensorType(ElementFormat.I32, new Shape(0)));
        backend.Write(empty, []);
        backend.Read(empty, []);
    }

    [Fact]
    public void Empty_tensors_are_no_special_case()
    {
        var backend = accelerator.Backend;
        using var empty = backend.Upload(new Tensor(ElementFormat.F32, new Shape(0)));
        using var y = backend.Allocate(new TensorType(ElementFormat.F32, new Shape(0)));
        backend.Run(new OperatorCall(OperatorRegistry.Get("exp"), Attributes.None, [empty], [y]));

        Assert.Empty(backend.Download(y).Data);
    }

    // No accelerator has a managed heap that grows by strings.
    private static void Unsupported(Index1D i, ArrayView<int> y) =>
        y[i] = i.X.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
}
