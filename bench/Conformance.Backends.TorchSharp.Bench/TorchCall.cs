using Conformance.Backends.TorchSharp;
using Conformance.Certification.Grading;
using Conformance.Operators;
using TorchSharp;
using HostTensor = Conformance.Tensors.Tensor;
using Tensor = TorchSharp.torch.Tensor;

namespace Conformance.Bench.Peers.Torch;

/// <summary>One operator on tensors that are ready.</summary>
internal sealed class TorchCall : IPeerCall
{
    private readonly IDisposable _inference = torch.inference_mode(true);
    private readonly GradedCall _call;
    private readonly Tensor?[] _inputs;
    private readonly Func<Tensor> _run;
    private Tensor? _result;

    public TorchCall(GradedCall call, int threads)
    {
        torch.set_num_threads(threads);
        _call = call;
        _inputs = [.. call.Inputs.Select(t => t is null ? null : TorchTensors.Of(t))];
        switch (call.Operator.Name)
        {
            case "matmul":
                // Torch does not mix types in a product: 16-bit weights want 16-bit activations, which its users have.
                _inputs[0] = _inputs[0]!.to_type(_inputs[1]!.dtype);
                _run = () => torch.nn.functional.linear(_inputs[0]!, _inputs[1]!);
                break;
            case "attention":
                var attention = new GroupedAttention(_inputs[0]!, _inputs[1]!, _inputs[2]!, call.Attributes.Int("position"));
                _run = attention.Run;
                break;
            default:
                Func<int, Tensor> input = i => _inputs[i]!;
                _run = () => TorchOperators.Run(call, input)!;
                break;
        }
    }

    public void Run()
    {
        using var scope = torch.NewDisposeScope();
        _result?.Dispose();
        _result = _run().MoveToOuterDisposeScope();
    }

    /// <summary>In the format that this project's operator has.</summary>
    public HostTensor Result()
    {
        var type =
            _call.Operator.Infer([.. _call.Inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], _call.Attributes)[^1];
        using var scope = torch.NewDisposeScope();
        return TorchTensors.ToHost(_result!.to_type(TorchTensors.TypeOf(type.Format))
            .reshape([.. type.Shape.Dimensions.ToArray().Select(d => (long)d)]));
    }

    public void Dispose()
    {
        _result?.Dispose();
        foreach (var input in _inputs)
        {
            input?.Dispose();
        }

        _inference.Dispose();
    }
}
