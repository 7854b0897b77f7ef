using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>What goes wrong comes out as a BackendException with its reason, or as a ShapeException, and as nothing else.</summary>
[Collection(DeviceTests.Name)]
public sealed class FaultTests(DeviceFixture device)
{
    private static readonly OperatorSpec Add = OperatorRegistry.Get("add");

    [SkippableFact]
    public void Every_operator_of_the_registry_has_a_kernel()
    {
        var table = device.Backend().OperatorNames;
        Assert.Equal(OperatorRegistry.All.Select(o => o.Name).Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void A_kernel_that_does_not_compile_names_its_file()
    {
        var target = DeviceFixture.Device();
        var options = new OpenClOptions
        {
            RewriteSource = s => s.Replace("void k_sqrt(", "void k_sqrt(nonsense ", StringComparison.Ordinal),
        };
        var error = Assert.Throws<BackendException>(() => new OpenClBackend(target, options));
        Assert.Equal(BackendFailure.KernelBuild, error.Failure);
        Assert.Contains("elementwise.cl", error.Message, StringComparison.Ordinal);
        Assert.Contains("nonsense", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [SkippableFact]
    public void A_probe_that_does_not_compile_is_a_build_failure_too()
    {
        var target = DeviceFixture.Device();
        var options = new OpenClOptions
        {
            RewriteSource = s => s.Replace("switch (operation)", "switch operation", StringComparison.Ordinal),
        };
        Assert.Equal(BackendFailure.KernelBuild, Assert.Throws<BackendException>(() => OpenClBackend.Probe(target, options)).Failure);
    }

    [SkippableFact]
    public void A_missing_kernel_is_a_build_failure()
    {
        var options = new OpenClOptions { RewriteSource = s => s.Replace("k_sqrt(", "k_other(", StringComparison.Ordinal) };
        using var backend = new OpenClBackend(DeviceFixture.Device(), options);
        var error = Assert.Throws<BackendException>(() => DeviceFixture.Run(backend, "sqrt", Attributes.None, [Values.F32([4], 1)]));
        Assert.Equal(BackendFailure.KernelBuild, error.Failure);
        Assert.Contains("CL_INVALID_KERNEL_NAME", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_plan_larger_than_the_device_is_refused()
    {
        var plan = new TilePlan(MatrixKernels.Rows, 1 << 20, 8, 4);
        Skip.If(plan.Fits(DeviceFixture.Device().Facts), "the device takes any group");
        var error = Assert.Throws<BackendException>(() => new OpenClBackend(DeviceFixture.Device(), new OpenClOptions { Plan = plan }));
        Assert.Equal(BackendFailure.DeviceUnfit, error.Failure);
        Assert.Contains("rows 4x8 group 1048576", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Too_large_an_allocation_is_out_of_memory()
    {
        Skip.If(DeviceFixture.Device().MaxAllocationBytes >= 1UL << 32, "NO_LIMIT_OF_MEMORY:the device takes any tensor");
        var error = Assert.Throws<BackendException>(() => device.Backend().Allocate(new TensorType(ElementFormat.U64, new Shape(1 << 29))));
        Assert.Equal(BackendFailure.OutOfMemory, error.Failure);
        Assert.Contains("u64 [536870912]", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void More_than_the_device_has_is_out_of_memory_and_freed_memory_counts_again()
    {
        var target = DeviceFixture.Device();
        using var backend = new OpenClBackend(target);
        var type = new TensorType(ElementFormat.F32, new Shape((int)Math.Min(target.MaxAllocationBytes / 4, 1UL << 27)));
        var bytes = type.Format.ByteCount(type.Shape);
        Skip.If(target.GlobalMemoryBytes > 32UL << 30, "the device has too much memory to fill in a test");

        // Nothing is launched on these buffers, so a lazy driver never touches the pages; an eager one may refuse sooner.
        var error = Assert.Throws<BackendException>(() =>
        {
            for (var held = 0L; held <= (long)target.GlobalMemoryBytes; held += bytes)
            {
                backend.Reserve(type);
            }
        });
        Assert.Equal(BackendFailure.OutOfMemory, error.Failure);
        backend.ReleaseAll();
        using var again = backend.Reserve(type);
    }

    [SkippableFact]
    public void Disposed_and_foreign_buffers_are_refused()
    {
        var backend = device.Backend();
        var type = new TensorType(ElementFormat.F32, new Shape(4));
        var (a, y) = (backend.Allocate(type), backend.Allocate(type));
        a.Dispose();
        a.Dispose();
        Refused(() => backend.Run(new OperatorCall(Add, Attributes.None, [a, y], [y])));
        Refused(() => backend.Download(a));
        using var other = new OpenClBackend(DeviceFixture.Device());
        using var foreign = other.Allocate(type);
        Refused(() => backend.Run(new OperatorCall(Add, Attributes.None, [foreign, y], [y])));
        Refused(() => backend.Download(foreign));
        Refused(() => backend.Write(foreign, new byte[16]));
        y.Dispose();
    }

    [SkippableFact]
    public void A_disposed_backend_refuses_and_disposing_twice_is_harmless()
    {
        var backend = new OpenClBackend(DeviceFixture.Device());
        var buffer = backend.Upload(Values.F32([1, 2], 2));
        backend.Dispose();
        backend.Dispose();
        buffer.Dispose();
        Refused(() => backend.Upload(Values.F32([1], 1)));
        Refused(() => backend.Allocate(buffer.Type));
        Refused(() => backend.Download(buffer));
        Refused(backend.Finish);
    }

    [SkippableFact]
    public void Written_bytes_are_read_back_and_another_count_is_refused()
    {
        var backend = device.Backend();
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

    [SkippableFact]
    public void Wrong_shapes_are_refused_before_any_kernel()
    {
        var backend = device.Backend();
        using var a = backend.Upload(Values.F32([1, 2], 2));
        using var b = backend.Upload(Values.F32([1, 2, 3], 3));
        Assert.Throws<ShapeException>(() => backend.Run(new OperatorCall(Add, Attributes.None, [a, b], [a])));
        Assert.Throws<ShapeException>(() => backend.Run(new OperatorCall(Add, Attributes.None, [a, a], [b])));
        Assert.Throws<ShapeException>(() => backend.Run(new OperatorCall(Add, Attributes.None, [a, null], [a])));
    }

    [SkippableFact]
    public void New_buffers_are_zero_and_round_trips_keep_bytes()
    {
        var backend = device.Backend();
        foreach (var type in new[]
        {
            new TensorType(ElementFormat.F32, new Shape(33)), new TensorType(ElementFormat.Q8_0, new Shape(3, 64)),
            new TensorType(ElementFormat.BF16, new Shape(1)), new TensorType(ElementFormat.U64, new Shape()),
            new TensorType(ElementFormat.F32, new Shape(0, 5)),
        })
        {
            using var zero = backend.Allocate(type);
            var tensor = backend.Download(zero);
            Assert.All(tensor.Data, b => Assert.Equal(0, b));
            new Random(80).NextBytes(tensor.Data);
            using var copy = backend.Upload(tensor);
            Assert.Equal(tensor.Data, backend.Download(copy).Data);
        }
    }

    [SkippableFact]
    public void Facts_name_the_device_and_hash_every_source()
    {
        var facts = device.Backend().Facts;
        Assert.Equal("opencl:0", facts.Name);
        Assert.Equal(22, facts.KernelDigests.Count);
        Assert.All(facts.KernelDigests.Values, d => Assert.Matches("^[0-9a-f]{64}$", d));
        Assert.Equal(device.Backend().Plan.ToString(), facts.Properties["tile"]);
        Assert.Equal(facts.Properties.Keys.Order(StringComparer.Ordinal), facts.Properties.Keys);
        using var changed =
            new OpenClBackend(
                DeviceFixture.Device(), new OpenClOptions { RewriteSource = s =>
                    s.Replace("// Softmax", "// softmax", StringComparison.Ordinal) });
        Assert.Equal(["softmax.cl"], facts.KernelDigests.Keys.Where(k => facts.KernelDigests[k] != changed.Facts.KernelDigests[k]));
    }

    private static void Refused(Action action) => Assert.Equal(BackendFailure.Execution, Assert.Throws<BackendException>(action).Failure);
}
