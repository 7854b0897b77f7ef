using Conformance.Backends.OnnxRuntime;
using Conformance.Backends.OnnxRuntime.Onnx;
using Conformance.Certification.Grading;
using Conformance.Numerics.Formats;
using Conformance.Operators;
using Conformance.Tensors;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Conformance.Bench.Peers.Onnx;

/// <summary>
/// A model for one operator, laid out as its users would: weights and masks are constants, attention has its keys head by head.
/// </summary>
/// <param name="Model">The bytes of the model.</param>
/// <param name="Inputs">What is handed in at each run.</param>
/// <param name="Result">Name of the output.</param>
/// <param name="ResultType">Of the output as the model gives it.</param>
internal sealed record OnnxGraph(byte[] Model, IReadOnlyList<(string Name, Tensor Value)> Inputs, string Result, TensorType ResultType)
{
    /// <summary>The result in the layout of this project's operator.</summary>
    public Func<Tensor, Tensor> ToOperatorLayout { get; private init; } = result => result;

    public static OnnxGraph Of(GradedCall call)
    {
        var graph = new GraphBuilder();
        switch (call.Operator.Name)
        {
            case "matmul":
                return With(graph, call, [call.Input(0)], x => graph.Node("Gemm", [x[0], graph.Constant(call.Input(1))], ("transB", 1)));
            case "matmul_q8_0":
                var wide = new Tensor(ElementFormat.F32, call.Input(0).Shape);
                StorageFormat.Widen(call.Input(0), 0, wide.Floats);
                return With(graph, call, [wide], x => OrtOperators.QuantizedProduct(graph, x[0], call.Input(1), accuracy: 4));
            case "attention":
                return Attention(graph, call);
            default:
                // The graph names its inputs itself: i0, i1…
                var result = OrtOperators.Build(graph, call)
                    ?? throw new InvalidOperationException($"ONNX has nothing for '{call.Operator.Name}'");
                var inputs = call.Inputs.Select((t, i) => (FormattableString.Invariant($"i{i}"), t!)).Where(i => i.Item2 is not null)
                    .ToList();
                return Finish(graph, call, inputs, result, TypeOf(call));
        }
    }

    private static OnnxGraph Attention(GraphBuilder graph, GradedCall call)
    {
        var (rows, positions, position) = (call.Input(0).Shape[0], call.Input(1).Shape[0], call.Attributes.Int("position"));
        Tensor[] inputs = [.. Enumerable.Range(0, 3).Select(i => Turn(call.Input(i)))];
        var type = new TensorType(ElementFormat.F32, inputs[0].Shape);
        return With(graph, call, inputs, x => graph.Node("Attention", rows == 1 && position == positions - 1
            ? [x[0], x[1], x[2]]
            : [x[0], x[1], x[2], graph.Constant(TensorElementType.Bool, [rows, positions], OrtOperators.Mask(rows, positions, position))],
            ("scale", call.Attributes.Float("scale")))) with
        {
            ResultType = type,
            ToOperatorLayout = result =>
                Turn(result.Reshape(new Shape(result.Shape[1], result.Shape[2], result.Shape[3]))).Reshape(call.Input(0).Shape),
        };
    }

    private static OnnxGraph With(GraphBuilder graph, GradedCall call, Tensor[] inputs, Func<IReadOnlyList<string>, string> build)
    {
        List<(string Name, Tensor Value)> named = [.. inputs.Select((t, i) => (FormattableString.Invariant($"x{i}"), t))];
        foreach (var (name, value) in named)
        {
            graph.Input(name, OrtTensors.TypeOf(value.Format), OrtTensors.Dimensions(value.Shape));
        }

        return Finish(graph, call, named, build([.. named.Select(n => n.Name)]), TypeOf(call));
    }

    private static OnnxGraph Finish(
        GraphBuilder graph, GradedCall call, IReadOnlyList<(string Name, Tensor Value)> inputs, string result, TensorType type)
    {
        graph.Output(result, OrtTensors.TypeOf(type.Format));
        return new OnnxGraph(graph.ToModel(), inputs, result, type);
    }

    private static TensorType TypeOf(GradedCall call) =>
        call.Operator.Infer([.. call.Inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], call.Attributes)[^1];

    /// <summary>[A,B,D] to [1,B,A,D].</summary>
    private static Tensor Turn(Tensor tensor)
    {
        var (outer, inner, size) = (tensor.Shape[0], tensor.Shape[1], tensor.Shape[2]);
        var turned = new Tensor(tensor.Format, new Shape(1, inner, outer, size));
        for (var i = 0; i < outer; i++)
        {
            for (var j = 0; j < inner; j++)
            {
                tensor.Floats.Slice(((i * inner) + j) * size, size).CopyTo(turned.Floats[(((j * outer) + i) * size)..]);
            }
        }

        return turned;
    }
}
