using Conformance.Operators;
using Conformance.Ptx;
using Conformance.Tensors;

namespace Conformance.Backends.Cuda.Machine;

/// <summary>
/// Buffers, tables and refusals: what goes wrong comes out as a BackendException or a ShapeException, and as nothing else.
/// </summary>
public sealed class BackendTests : IDisposable
{
    private static readonly OperatorSpec Add = OperatorRegistry.Get("add");

    private readonly CudaBackend _backend = MachineBackend.Open();

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Every_operator_of_the_registry_has_a_kernel() =>
        Assert.Equal(
            OperatorRegistry.All.Select(o => o.Name).Order(StringComparer.Ordinal), _backend.OperatorNames.Order(StringComparer.Ordinal));

    [Fact]
    public void New_buffers_are_zero_and_round_trips_keep_bytes()
    {
        foreach (var type in new[]
        {
            new TensorType(ElementFormat.F32, new Shape(33)), new TensorType(ElementFormat.Q8_0, new Shape(3, 64)),
            new TensorType(ElementFormat.BF16, new Shape(1)), new TensorType(ElementFormat.U64, new Shape()),
            new TensorType(ElementFormat.F32, new Shape(0, 5)),
        })
        {
            var tensor = new Tensor(type.Format, type.Shape);
            new Random(80).NextBytes(tensor.Data);
            using (var copy = _backend.Upload(tensor))
            {
                Assert.Equal(tensor.Data, _backend.Download(copy).Data);
            }

            // Memory that was used before is zero again.
            using var zero = _backend.Allocate(type);
            Assert.All(_backend.Download(zero).Data, b => Assert.Equal(0, b));
        }
    }

    [Fact]
    public void A_view_is_the_same_memory_under_another_shape()
    {
        using var buffer = _backend.Upload(Tensor.FromFloats(new Shape(2, 3), [1, 2, 3, 4, 5, 6]));
        using var view = _backend.View(buffer, new Shape(6));
        _backend.Run(new OperatorCall(Add, Attributes.None, [view, view], [view]));
        Assert.Equal([2f, 4, 6, 8, 10, 12], _backend.Download(buffer).Floats.ToArray());
        Assert.Throws<ShapeException>(() => _backend.View(buffer, new Shape(5)));
        view.Dispose();
        Assert.Equal(2f, _backend.Download(buffer).Floats[0]);
    }

    [Fact]
    public void Disposed_and_foreign_buffers_are_refused()
    {
        var type = new TensorType(ElementFormat.F32, new Shape(4));
        var (a, y) = (_backend.Allocate(type), _backend.Allocate(type));
        a.Dispose();
        a.Dispose();
        Refused(() => _backend.Run(new OperatorCall(Add, Attributes.None, [a, y], [y])));
        Refused(() => _backend.Download(a));
        using var other = MachineBackend.Open();
        using var foreign = other.Allocate(type);
        Refused(() => _backend.Run(new OperatorCall(Add, Attributes.None, [foreign, y], [y])));
        y.Dispose();
    }

    [Fact]
    public void A_disposed_backend_refuses_and_disposing_twice_is_harmless()
    {
        var backend = MachineBackend.Open();
        var buffer = backend.Allocate(new TensorType(ElementFormat.F32, new Shape(4)));
        backend.Dispose();
        backend.Dispose();
        buffer.Dispose();
        Refused(() => backend.Allocate(buffer.Type));
        Refused(() => backend.Download(buffer));
        Refused(backend.Finish);
    }

    [Fact]
    public void Written_bytes_are_read_back_and_another_count_is_refused()
    {
        using var y = _backend.Allocate(new TensorType(ElementFormat.I32, new Shape(3)));
        byte[] data = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];
        _backend.Write(y, data);
        Assert.Equal(data, _backend.Download(y).Data);
        Assert.Throws<ShapeException>(() => _backend.Write(y, data.AsSpan(0, 8)));
        var read = new byte[12];
        _backend.Read(y, read);
        Assert.Equal(data, read);
        Assert.Throws<ShapeException>(() => _backend.Read(y, new byte[16]));
        using var empty = _backend.Allocate(new TensorType(ElementFormat.I32, new Shape(0)));
        _backend.Write(empty, []);
        _backend.Read(empty, []);
    }

    [Fact]
    public void Wrong_shapes_are_refused_before_any_kernel()
    {
        using var a = _backend.Upload(Tensor.FromFloats(new Shape(2), [1, 2]));
        using var b = _backend.Upload(Tensor.FromFloats(new Shape(3), [1, 2, 3]));
        Assert.Throws<ShapeException>(() => _backend.Run(new OperatorCall(Add, Attributes.None, [a, b], [a])));
        Assert.Throws<ShapeException>(() => _backend.Run(new OperatorCall(Add, Attributes.None, [a, null], [a])));
    }

    [Fact]
    public void A_module_that_lacks_a_kernel_is_a_build_failure()
    {
        var changed =
            new ChangedModules("elementwise", text => text.Replace(".entry k_sqrt(", ".entry k_other(", StringComparison.Ordinal));
        using var backend = MachineBackend.Open(options: new CudaOptions { Modules = changed });
        var x = Tensor.FromFloats(new Shape(1), [4]);
        var error = Assert.Throws<BackendException>(() => MachineBackend.Run(backend, "sqrt", Attributes.None, [x]));
        Assert.Equal(BackendFailure.KernelBuild, error.Failure);
        Assert.Contains("elementwise/k_sqrt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_large_a_tensor_is_out_of_memory()
    {
        using var backend = MachineBackend.Open(new PtxMachineOptions { Devices = [PtxMachineOptions.Device(0, memoryBytes: 1 << 20)] });
        var error = Assert.Throws<BackendException>(() => backend.Allocate(new TensorType(ElementFormat.F32, new Shape((1 << 18) + 1))));
        Assert.Equal((BackendFailure.OutOfMemory, BackendLoss.None), (error.Failure, error.Loss));
        Assert.Contains("CUDA_ERROR_OUT_OF_MEMORY (2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_name_the_card_and_hash_every_module()
    {
        Assert.Equal("cuda:0", _backend.Facts.Name);
        Assert.All(_backend.Facts.KernelDigests.Values, d => Assert.Matches("^[0-9a-f]{64}$", d));
        Assert.Equal(_backend.Facts.Properties.Keys.Order(StringComparer.Ordinal), _backend.Facts.Properties.Keys);
        Assert.Equal("0000:01:00.0", _backend.Facts.Properties["pci_bus_id"]);
        using var changed =
            MachineBackend.Open(options: new CudaOptions { Modules = new ChangedModules("rows", text => text + "// more\n") });
        Assert.Equal(
            ["rows"], _backend.Facts.KernelDigests.Keys.Where(k => _backend.Facts.KernelDigests[k] != changed.Facts.KernelDigests[k]));
    }

    private static void Refused(Action action) => Assert.Equal(BackendFailure.Execution, Assert.Throws<BackendException>(action).Failure);
}
