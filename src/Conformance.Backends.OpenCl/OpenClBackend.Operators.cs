using Conformance.Backends.OpenCl.Interop;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

// One method per operator family: from a validated call to launches. Arithmetic stands in Kernels/ only.
public sealed partial class OpenClBackend
{
    private Dictionary<string, Action<OperatorCall>> Table() => new(StringComparer.Ordinal)
    {
        ["add"] = Elementwise("k_add"),
        ["sub"] = Elementwise("k_sub"),
        ["mul"] = Elementwise("k_mul"),
        ["div"] = Elementwise("k_div"),
        ["sqrt"] = Elementwise("k_sqrt"),
        ["exp"] = Exp,
        ["fma"] = Elementwise("k_fma"),
        ["narrow"] = call => Convert(call, $"k_narrow_{call.Attributes.Text("format")}"),
        ["widen"] = call => Convert(call, $"k_widen_{Input(call, 0).Type.Format.Name()}"),
        ["quantize"] = Quantize,
        ["sum"] = RowReduction("k_sum"),
        ["max"] = RowReduction("k_max"),
        ["dot"] = RowReduction("k_dot"),
        ["argmax"] = RowReduction("k_argmax"),
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

    private static OpenClBuffer Input(OperatorCall call, int index) => (OpenClBuffer)call.Inputs[index]!;

    private static OpenClBuffer Result(OperatorCall call) => (OpenClBuffer)call.Outputs[^1]!;

    private static OpenClBuffer? Stage(OperatorCall call, int index) => (OpenClBuffer?)call.Outputs[index];

    private static uint Count(OpenClBuffer buffer) => (uint)buffer.Type.Shape.ElementCount;

    private Action<OperatorCall> Elementwise(string kernel) => call =>
    {
        var y = Result(call);
        var n = Count(y);
        var range = NdRange.Items(Group, n);
        switch (call.Inputs.Count)
        {
            case 1: Launch(kernel, range, Input(call, 0), y, n); break;
            case 2: Launch(kernel, range, Input(call, 0), Input(call, 1), y, n); break;
            default: Launch(kernel, range, Input(call, 0), Input(call, 1), Input(call, 2), y, n); break;
        }
    };

    private void Exp(OperatorCall call)
    {
        var y = Result(call);
        var launching = _plan.Elementwise("k_exp", Count(y));
        Launch(launching.Kernel, launching.Range, Input(call, 0), y, Count(y));
    }

    private void Convert(OperatorCall call, string kernel)
    {
        var y = Result(call);
        Launch(kernel, NdRange.Items(Group, Count(y)), Input(call, 0), y, Count(y));
    }

    private void Quantize(OperatorCall call)
    {
        var y = Result(call);
        var blocks = Count(y) / ElementFormats.BlockLength;
        Launch("k_quantize", NdRange.Items(Group, blocks), Input(call, 0), y, blocks);
    }

    private void Swiglu(OperatorCall call)
    {
        var y = Result(call);
        var silu = Stage(call, 0);
        var launching = _plan.Elementwise("k_swiglu", Count(y));
        Launch(launching.Kernel, launching.Range, Input(call, 0), Input(call, 1), silu ?? y, y, Count(y), silu is null ? 0 : 1);
    }

    private Action<OperatorCall> RowReduction(string kernel) => call =>
    {
        var x = Input(call, 0);
        var range = NdRange.Groups(Group, x.Type.Shape[0]);
        if (call.Inputs.Count == 1)
        {
            Launch(kernel, range, x, Result(call), x.Type.Shape[1]);
        }
        else
        {
            Launch(kernel, range, x, Input(call, 1), Result(call), x.Type.Shape[1]);
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
            "k_rmsnorm", NdRange.Groups(Group, x.Type.Shape[0]),
            x, Input(call, 1), squareSum ?? y, inverse ?? y, y, n, (float)n, call.Attributes.Float("eps"), stages);
    }

    private void Softmax(OperatorCall call)
    {
        var x = Input(call, 0);
        var y = Result(call);
        var lengths = (OpenClBuffer?)call.Inputs[1];
        var (maximum, exponential, sum) = (Stage(call, 0), Stage(call, 1), Stage(call, 2));
        var stages = (maximum is null ? 0 : 1) | (sum is null ? 0 : 2);
        var launching = _plan.Softmax("k_softmax", x.Type.Shape[0]);
        Launch(
            launching.Kernel, launching.Range,
            x, lengths ?? x, maximum ?? y, exponential ?? y, sum ?? y, y, x.Type.Shape[1], lengths is null ? 0 : 1, stages);
    }

    private void Rope(OperatorCall call)
    {
        var x = Input(call, 0);
        var (rows, heads, half) = (x.Type.Shape[0], x.Type.Shape[1], x.Type.Shape[2] / 2);
        Launch(
            "k_rope", NdRange.Items(Group, half, heads, rows),
            x, Input(call, 1), Input(call, 2), Result(call), heads, half, call.Attributes.Int("position"), call.Attributes.Int("pairing"));
    }

    /// <summary>[O7] in place copies the new rows only.</summary>
    private void Append(OperatorCall call)
    {
        var (cache, values, y) = (Input(call, 0), Input(call, 1), Result(call));
        if (!ReferenceEquals(cache, y))
        {
            Launch("k_copy", NdRange.Items(Group, Count(cache)), cache, y, 0u, Count(cache));
        }

        var start = (uint)call.Attributes.Int("position") * (uint)cache.Type.Shape[1];
        Launch("k_copy", NdRange.Items(Group, Count(values)), values, y, start, Count(values));
    }

    private void Embedding(OperatorCall call)
    {
        var (table, ids) = (Input(call, 0), Input(call, 1));
        var (rows, width) = (table.Type.Shape[0], table.Type.Shape[1]);
        Launch(
            $"k_embedding_{table.Type.Format.Name()}", NdRange.Items(
                Group, width, ids.Type.Shape[0]), table, ids, Result(call), rows, width);
    }
}
