using Conformance.Backends.Cuda.Driver;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Cuda;

// One line for each operator: from a validated call to launches. Arithmetic stands in Kernels/ only.
public sealed partial class CudaBackend
{
    /// <summary>GROUP of Kernels/rows.cu.</summary>
    private const int RowThreads = 256;

    private Dictionary<string, Action<OperatorCall>> Table() => new(StringComparer.Ordinal)
    {
        ["add"] = Elementwise("elementwise/k_add"),
        ["sub"] = Elementwise("elementwise/k_sub"),
        ["mul"] = Elementwise("elementwise/k_mul"),
        ["div"] = Elementwise("elementwise/k_div"),
        ["sqrt"] = Elementwise("elementwise/k_sqrt"),
        ["exp"] = Elementwise("elementwise/k_exp"),
        ["fma"] = Elementwise("elementwise/k_fma"),
        ["narrow"] = call => Convert(call, $"elementwise/k_narrow_{call.Attributes.Text("format")}"),
        ["widen"] = call => Convert(call, $"elementwise/k_widen_{Input(call, 0).Type.Format.Name()}"),
        ["quantize"] = Quantize,
        ["sum"] = RowReduction("rows/k_sum"),
        ["max"] = RowReduction("rows/k_max"),
        ["dot"] = RowReduction("rows/k_dot"),
        ["argmax"] = RowReduction("rows/k_argmax"),
        ["matmul"] = MatMul,
        ["matmul_q8_0"] = MatMulQ8,
        ["rmsnorm"] = RmsNorm,
        ["softmax"] = Softmax,
        ["rope"] = Rope,
        ["append"] = Append,
        ["attention"] = Attention,
        ["swiglu"] = Swiglu,
        ["embedding"] = Embedding,
        ["sample"] = Sample,
    };

    private static CudaBuffer Input(OperatorCall call, int index) => (CudaBuffer)call.Inputs[index]!;

    private static CudaBuffer Result(OperatorCall call) => (CudaBuffer)call.Outputs[^1]!;

    private static CudaBuffer? Stage(OperatorCall call, int index) => (CudaBuffer?)call.Outputs[index];

    private static uint Count(CudaBuffer buffer) => (uint)buffer.Type.Shape.ElementCount;

    private Action<OperatorCall> Elementwise(string kernel) => call =>
    {
        var y = Result(call);
        var n = Count(y);
        var shape = Shapes.Items(n);
        switch (call.Inputs.Count)
        {
            case 1: Launch(kernel, shape, Input(call, 0), y, n); break;
            case 2: Launch(kernel, shape, Input(call, 0), Input(call, 1), y, n); break;
            default: Launch(kernel, shape, Input(call, 0), Input(call, 1), Input(call, 2), y, n); break;
        }
    };

    private void Convert(OperatorCall call, string kernel)
    {
        var y = Result(call);
        Launch(kernel, Shapes.Items(Count(y)), Input(call, 0), y, Count(y));
    }

    private void Quantize(OperatorCall call)
    {
        var y = Result(call);
        var blocks = Count(y) / ElementFormats.BlockLength;
        Launch("elementwise/k_quantize", Shapes.Items(blocks), Input(call, 0), y, blocks);
    }

    private void Swiglu(OperatorCall call)
    {
        var y = Result(call);
        var silu = Stage(call, 0);
        Launch(
            "elementwise/k_swiglu", Shapes.Items(Count(y)), Input(call, 0), Input(call, 1), silu ?? y, y, Count(y), silu is null ? 0 : 1);
    }

    private Action<OperatorCall> RowReduction(string kernel) => call =>
    {
        var x = Input(call, 0);
        var shape = Shapes.Groups(x.Type.Shape[0], RowThreads);
        if (call.Inputs.Count == 1)
        {
            Launch(kernel, shape, x, Result(call), x.Type.Shape[1]);
        }
        else
        {
            Launch(kernel, shape, x, Input(call, 1), Result(call), x.Type.Shape[1]);
        }
    };

    private void RmsNorm(OperatorCall call)
    {
        var x = Input(call, 0);
        var y = Result(call);
        var n = x.Type.Shape[1];
        var (squareSum, inverse) = (Stage(call, 0), Stage(call, 1));
        var stages = (squareSum is null ? 0 : 1) | (inverse is null ? 0 : 2);
        Launch(
            "rows/k_rmsnorm", Shapes.Groups(x.Type.Shape[0], RowThreads),
            x, Input(call, 1), squareSum ?? y, inverse ?? y, y, n, (float)n, call.Attributes.Float("eps"), stages);
    }

    private void Softmax(OperatorCall call)
    {
        var x = Input(call, 0);
        var y = Result(call);
        var lengths = (CudaBuffer?)call.Inputs[1];
        var (maximum, exponential, sum) = (Stage(call, 0), Stage(call, 1), Stage(call, 2));
        var stages = (maximum is null ? 0 : 1) | (sum is null ? 0 : 2);
        Launch(
            "rows/k_softmax", Shapes.Groups(x.Type.Shape[0], RowThreads),
            x, lengths ?? x, maximum ?? y, exponential ?? y, sum ?? y, y, x.Type.Shape[1], lengths is null ? 0 : 1, stages);
    }

    private void Rope(OperatorCall call)
    {
        var (x, y) = (Input(call, 0), Result(call));
        var (rows, heads, half) = (x.Type.Shape[0], x.Type.Shape[1], x.Type.Shape[2] / 2);
        foreach (var (start, count) in Shapes.Slabs(rows))
        {
            var skipped = (ulong)start * (ulong)heads * (ulong)half * 8;
            Launch(
                "elementwise/k_rope", Shapes.Items(half, heads, count),
                x.Address + skipped, Input(call, 1), Input(call, 2), y.Address + skipped, heads, half,
                call.Attributes.Int("position") + start, call.Attributes.Int("pairing"));
        }
    }

    /// <summary>[O7] in place copies the new rows only.</summary>
    private void Append(OperatorCall call)
    {
        var (cache, values, y) = (Input(call, 0), Input(call, 1), Result(call));
        if (cache.Address != y.Address)
        {
            Launch("elementwise/k_copy", Shapes.Items(Count(cache)), cache, y, 0u, Count(cache));
        }

        var start = (uint)call.Attributes.Int("position") * (uint)cache.Type.Shape[1];
        Launch("elementwise/k_copy", Shapes.Items(Count(values)), values, y, start, Count(values));
    }

    private void Embedding(OperatorCall call)
    {
        var (table, ids, y) = (Input(call, 0), Input(call, 1), Result(call));
        var (rows, width) = (table.Type.Shape[0], table.Type.Shape[1]);
        foreach (var (start, count) in Shapes.Slabs(ids.Type.Shape[0]))
        {
            Launch(
                $"elementwise/k_embedding_{table.Type.Format.Name()}", Shapes.Items(width, count),
                table, ids.Address + ((ulong)start * 4), y.Address + ((ulong)start * (ulong)width * 4), rows, width);
        }
    }
}
