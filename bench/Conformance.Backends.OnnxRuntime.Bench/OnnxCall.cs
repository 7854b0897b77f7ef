using Conformance.Backends.OnnxRuntime;
using Conformance.Certification.Grading;
using Conformance.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Conformance.Bench.Peers.Onnx;

/// <summary>One operator as a session of one or a few nodes.</summary>
internal sealed class OnnxCall : IPeerCall
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _names;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly string[] _result;
    private readonly OnnxGraph _graph;

    public OnnxCall(GradedCall call, int threads)
    {
        _graph = OnnxGraph.Of(call);
        using var options = OrtSchedules.Options(OrtSchedules.WithThreads(threads));
        _session = new InferenceSession(_graph.Model, options);
        _names = [.. _graph.Inputs.Select(i => i.Name)];
        _inputs = [.. _graph.Inputs.Select(i => OrtTensors.Of(i.Value))];
        _result = [_graph.Result];
        var type = _graph.ResultType;
        _outputs =
            [
                OrtValue.CreateAllocatedTensorValue(
                    OrtAllocator.DefaultInstance, OrtTensors.TypeOf(type.Format), OrtTensors.Dimensions(type.Shape))];
    }

    public void Run() => _session.Run(_options, _names, _inputs, _result, _outputs);

    public Tensor Result() => _graph.ToOperatorLayout(OrtTensors.ToHost(_outputs[0]));

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
        foreach (var value in _inputs.Concat(_outputs))
        {
            value.Dispose();
        }
    }
}
