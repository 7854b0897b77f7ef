using Conformance.Backends;
using Conformance.Bench.Peers;
using Conformance.Certification.Grading;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels.Targets;

/// <summary>
/// One operator of this project on one backend. Inputs are on the device already, as they are in a decoder; stages are not asked for.
/// </summary>
internal sealed class DeviceCall : IPeerCall
{
    private readonly Device _device;
    private readonly OperatorCall _call;

    public DeviceCall(Device device, GradedCall call)
    {
        var backend = device.Backend;
        var types =
            call.Operator.Infer([.. call.Inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], call.Attributes);
        _device = device;
        List<IBuffer?> inputs = [.. call.Inputs.Select(t => t is null ? null : backend.Upload(t))];

        // The append writes into its first input.
        List<IBuffer?> outputs = call.Operator.Name == "append"
            ? [inputs[0]]
            : [.. types.Select((type, i) => call.Operator.Outputs[i].IsStage ? null : backend.Allocate(type))];
        _call = new OperatorCall(call.Operator, call.Attributes, inputs, outputs);
    }

    public void Run()
    {
        _device.Backend.Run(_call);
        _device.Finish();
    }

    public Tensor Result() => _device.Backend.Download(_call.Outputs[^1]!);

    public void Dispose()
    {
        foreach (var buffer in _call.Inputs.Concat(_call.Outputs))
        {
            buffer?.Dispose();
        }
    }
}
