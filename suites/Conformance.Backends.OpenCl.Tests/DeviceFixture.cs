using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>One backend per plan for all device tests, and the way to run an operator on host tensors.</summary>
public sealed class DeviceFixture : IDisposable
{
    private readonly Dictionary<string, OpenClBackend> _backends = new(StringComparer.Ordinal);

    public static OpenClDevice Device()
    {
        var found = OpenClDevices.Enumerate();
        Skip.If(found.Devices.Count == 0, "HW_ABSENT:opencl");
        return found.Devices[0];
    }

    /// <summary>A backend with one of <see cref="Plans"/>; a plan that the device has no room for is a skip.</summary>
    public OpenClBackend Backend(string plan = Plans.Own)
    {
        var device = Device();
        Skip.If(Plans.Get(plan)?.Fits(device.Facts) == false, $"HW_ABSENT:opencl device with room for {plan}");
        if (!_backends.TryGetValue(plan, out var backend))
        {
            backend = new OpenClBackend(device, new OpenClOptions { Plan = Plans.Get(plan) });
            _backends[plan] = backend;
        }

        return backend;
    }

    /// <summary>Runs one call; every wanted output starts as garbage, so that what a kernel leaves out shows.</summary>
    public Tensor?[] Run(string name, Attributes attributes, Tensor?[] inputs, bool stages = true, string plan = Plans.Own) =>
        Run(Backend(plan), name, attributes, inputs, stages);

    public static Tensor?[] Run(IBackend backend, string name, Attributes attributes, Tensor?[] inputs, bool stages = true)
    {
        var spec = OperatorRegistry.Get(name);
        var types = spec.Infer([.. inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], attributes);
        var sources = inputs.Select(t => t is null ? null : backend.Upload(t)).ToArray();
        var results = types.Select((t, i) => spec.Outputs[i].IsStage && !stages ? null : backend.Upload(Garbage(t))).ToArray();
        backend.Run(new OperatorCall(spec, attributes, sources, results));
        Tensor?[] outputs = [.. results.Select(b => b is null ? null : backend.Download(b))];
        foreach (var buffer in sources.Concat(results))
        {
            buffer?.Dispose();
        }

        return outputs;
    }

    /// <summary>The result alone, of a call without stages.</summary>
    public Tensor Result(string name, Attributes attributes, params Tensor?[] inputs) => Run(name, attributes, inputs, false)[^1]!;

    public void Dispose()
    {
        foreach (var backend in _backends.Values)
        {
            backend.Dispose();
        }
    }

    private static Tensor Garbage(TensorType type)
    {
        var tensor = new Tensor(type.Format, type.Shape);
        tensor.Data.AsSpan().Fill(0xa5);
        return tensor;
    }
}

/// <summary>A device has one queue and its backend one thread.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DeviceTests : ICollectionFixture<DeviceFixture>
{
    public const string Name = "device";
}
