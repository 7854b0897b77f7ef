using Conformance.Backends.OnnxRuntime.Onnx;
using Conformance.Certification.Grading;
using Conformance.Numerics.Formats;
using Conformance.Tensors;
using Microsoft.ML.OnnxRuntime.Tensors;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Backends.OnnxRuntime;

//  One ONNX operator a case where there is one (opset 23 has RMSNormalization and Attention), the usual nodes where there is none (rope,
//  swiglu). Product weights of another format are cast in the graph. matmul_q8_0 is MatMulNBits with 8 bits and blocks of 32, which
//  takes the weights' integers and scales as they are and the other side in f32.

/// <summary>One operator call as a small graph: nodes over inputs named 'i0', 'i1'…</summary>
internal static class OrtOperators
{
    /// <returns>The name of the result; null where ONNX has nothing for it.</returns>
    public static string? Build(GraphBuilder graph, GradedCall call)
    {
        var type = OrtTensors.TypeOf(call.Format);
        string In(int i) => Input(graph, call, i);
        return call.Operator.Name switch
        {
            "add" => graph.Node("Add", [In(0), In(1)]),
            "sub" => graph.Node("Sub", [In(0), In(1)]),
            "mul" => graph.Node("Mul", [In(0), In(1)]),
            "div" => graph.Node("Div", [In(0), In(1)]),
            "sqrt" => graph.Node("Sqrt", [In(0)]),
            "exp" => graph.Node("Exp", [In(0)]),
            "narrow" =>
                Cast(graph, In(0), call.Attributes.Text("format") == "f16" ? TensorElementType.Float16 : TensorElementType.BFloat16),
            "widen" => call.Input(0).Format == ElementFormat.Q8_0 ? null : Cast(graph, In(0), TensorElementType.Float),
            "sum" => graph.Node("ReduceSum", [In(0), graph.Integers(-1)], ("keepdims", 0)),
            "max" => call.Input(0).Shape[^1] == 0 ? null : graph.Node("ReduceMax", [In(0), graph.Integers(-1)], ("keepdims", 0)),
            "argmax" => Cast(graph, graph.Node("ArgMax", [In(0)], ("axis", -1), ("keepdims", 0)), TensorElementType.Int32),
            "dot" => graph.Node("ReduceSum", [graph.Node("Mul", [In(0), In(1)]), graph.Integers(-1)], ("keepdims", 0)),
            "matmul" => Gemm(graph, call, In(0), In(1), type),
            "matmul_q8_0" => QuantizedProduct(graph, call),
            "rmsnorm" => graph.Node("RMSNormalization", [In(0), In(1)], ("axis", -1), ("epsilon", call.Attributes.Float("eps"))),
            "softmax" => call.Inputs[1] is null ? graph.Node("Softmax", [In(0)], ("axis", -1)) : null,
            "rope" => RopeOfTables(graph, call, In(0), In(1), In(2)),
            "attention" => AttentionAt(graph, call, In(0), In(1), In(2)),
            "swiglu" => graph.Node("Mul", [Silu(graph, In(0)), In(1)]),
            "embedding" => Embedding(graph, call, type),
            _ => null,
        };
    }

    public static string Silu(GraphBuilder graph, string x) => graph.Node("Mul", [x, graph.Node("Sigmoid", [x])]);

    /// <summary>x [M,H,D]; cos and sin [M,1,D/2].</summary>
    public static string Rope(GraphBuilder graph, string x, string cos, string sin, int heads, int size, int pairing)
    {
        var pairs = pairing == 0
            ? graph.Node("Reshape", [x, graph.Integers(-1, heads, size / 2, 2)])
            : graph.Node("Transpose", [graph.Node("Reshape", [x, graph.Integers(-1, heads, 2, size / 2)])], ("perm", new[] { 0, 1, 3, 2 }));
        var x0 =
            graph.Node(
                "Squeeze", [graph.Node("Slice", [pairs, graph.Integers(0), graph.Integers(1), graph.Integers(3)]), graph.Integers(3)]);
        var x1 =
            graph.Node(
                "Squeeze", [graph.Node("Slice", [pairs, graph.Integers(1), graph.Integers(2), graph.Integers(3)]), graph.Integers(3)]);
        var y0 = graph.Node("Sub", [graph.Node("Mul", [x0, cos]), graph.Node("Mul", [x1, sin])]);
        var y1 = graph.Node("Add", [graph.Node("Mul", [x0, sin]), graph.Node("Mul", [x1, cos])]);
        var turned =
            graph.Node(
                "Concat", [
                    graph.Node("Unsqueeze", [y0, graph.Integers(3)]), graph.Node("Unsqueeze", [y1, graph.Integers(3)])], ("axis", 3));
        turned = pairing == 0 ? turned : graph.Node("Transpose", [turned], ("perm", new[] { 0, 1, 3, 2 }));
        return graph.Node("Reshape", [turned, graph.Integers(-1, heads, size)]);
    }

    /// <summary>q [M,H,D]; k, v [S,G,D]; mask bool [M,S]; gives [M,H,D].</summary>
    public static string Attention(GraphBuilder graph, string q, string k, string v, string mask, float scale)
    {
        string Heads(string x) => graph.Node("Unsqueeze", [graph.Node("Transpose", [x], ("perm", new[] { 1, 0, 2 })), graph.Integers(0)]);
        var y = graph.Node("Attention", [Heads(q), Heads(k), Heads(v), mask], ("scale", scale));
        return graph.Node("Transpose", [graph.Node("Squeeze", [y, graph.Integers(0)])], ("perm", new[] { 1, 0, 2 }));
    }

    /// <summary>Row m sees positions 0..position+m.</summary>
    public static byte[] Mask(int rows, int positions, int position)
    {
        var mask = new byte[rows * positions];
        for (var m = 0; m < rows; m++)
        {
            mask.AsSpan(m * positions, Math.Clamp(position + m + 1, 0, positions)).Fill(1);
        }

        return mask;
    }

    private static string Input(GraphBuilder graph, GradedCall call, int i) => graph.Input(
        FormattableString.Invariant($"i{i}"), OrtTensors.TypeOf(call.Input(i).Format), OrtTensors.Dimensions(call.Input(i).Shape));

    private static string Cast(GraphBuilder graph, string x, TensorElementType type) => graph.Node("Cast", [x], ("to", (int)type));

    private static string Gemm(GraphBuilder graph, GradedCall call, string a, string b, TensorElementType type)
    {
        var weights = OrtTensors.TypeOf(call.Input(1).Format) == type ? b : Cast(graph, b, type);
        return graph.Node("Gemm", call.Inputs[2] is null ? [a, weights] : [a, weights, Input(graph, call, 2)], ("transB", 1));
    }

    private static string? QuantizedProduct(GraphBuilder graph, GradedCall call)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        if (a.Shape[1] == 0 || b.Shape[0] == 0)
        {
            return null;
        }

        var wide = new HostTensor(ElementFormat.F32, a.Shape);
        StorageFormat.Widen(a, 0, wide.Floats);
        return QuantizedProduct(graph, graph.Constant(wide), b);
    }

    /// <summary>x f32 [M,K]; weights q8_0 [N,K].</summary>
    /// <param name="accuracy">0: products in f32; 4: x is quantised too, as 'matmul_q8_0' has it.</param>
    public static string QuantizedProduct(GraphBuilder graph, string x, HostTensor b, int accuracy = 0)
    {
        var blocks = b.Data.Length / QuantizedBlock.Bytes;
        var integers = new byte[blocks * QuantizedBlock.Length];
        var scales = new HostTensor(ElementFormat.F32, new Shape(blocks));
        for (var i = 0; i < blocks; i++)
        {
            var block = b.Data.AsSpan(i * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
            scales.Floats[i] = QuantizedBlock.Scale(block);
            for (var j = 0; j < QuantizedBlock.Length; j++)
            {
                // The runtime's integers are unsigned with the zero at 128.
                integers[(i * QuantizedBlock.Length) + j] = (byte)(QuantizedBlock.Integers(block)[j] + 128);
            }
        }

        return graph.OwnNode(
            "MatMulNBits",
            [
                x,
                graph.Constant(TensorElementType.UInt8, [b.Shape[0], b.Shape[1] / QuantizedBlock.Length, QuantizedBlock.Length], integers),
                graph.Constant(TensorElementType.Float, [b.Shape[0], b.Shape[1] / QuantizedBlock.Length], scales.Data),
            ],
            ("K", b.Shape[1]), ("N", b.Shape[0]), ("bits", 8), ("block_size", QuantizedBlock.Length), ("accuracy_level", accuracy));
    }

    private static string RopeOfTables(GraphBuilder graph, GradedCall call, string x, string cos, string sin)
    {
        var shape = call.Input(0).Shape;
        var position = call.Attributes.Int("position");
        string Rows(string table) => graph.Node("Unsqueeze", [
            graph.Node(
                "Slice", [table, graph.Integers(position), graph.Integers(position + shape[0]), graph.Integers(0)]), graph.Integers(1)]);
        return Rope(graph, x, Rows(cos), Rows(sin), shape[1], shape[2], call.Attributes.Int("pairing"));
    }

    private static string? AttentionAt(GraphBuilder graph, GradedCall call, string q, string k, string v)
    {
        var (rows, positions) = (call.Input(0).Shape[0], call.Input(1).Shape[0]);
        if (positions == 0)
        {
            return null;
        }

        var mask = graph.Constant(TensorElementType.Bool, [rows, positions], Mask(rows, positions, call.Attributes.Int("position")));
        return Attention(graph, q, k, v, mask, call.Attributes.Float("scale"));
    }

    /// <summary>ONNX refuses ids outside of −V..V−1 and counts negative ones from the end.</summary>
    private static string? Embedding(GraphBuilder graph, GradedCall call, TensorElementType type)
    {
        var table = call.Input(0);
        foreach (var id in call.Input(1).Ints)
        {
            if (id < 0 || id >= table.Shape[0])
            {
                return null;
            }
        }

        if (table.Format == ElementFormat.Q8_0)
        {
            return null;
        }

        var rows = graph.Node("Gather", [Input(graph, call, 0), Input(graph, call, 1)], ("axis", 0));
        return OrtTensors.TypeOf(table.Format) == type ? rows : Cast(graph, rows, type);
    }
}
