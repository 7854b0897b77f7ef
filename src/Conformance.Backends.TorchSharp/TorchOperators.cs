using Conformance.Certification.Grading;
using Conformance.Tensors;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Conformance.Backends.TorchSharp;

//  The operators as somebody who uses torch would write them: its own function where there is one, the usual composition where there is
//  none
//  (rmsnorm, rope). 16-bit weights beside f32 activations are widened first, since torch does not mix types in a product.

/// <summary>One operator call on torch tensors; null where torch has nothing for it.</summary>
internal static class TorchOperators
{
    public static Tensor? Run(GradedCall call) => Run(call, i => TorchTensors.Of(call.Input(i)));

    /// <param name="call">The operator; its inputs are looked at for shapes alone.</param>
    /// <param name="input">An input by its index.</param>
    public static Tensor? Run(GradedCall call, Func<int, Tensor> input)
    {
        Tensor In(int i) => input(i);
        return call.Operator.Name switch
        {
            "add" => In(0).add(In(1)),
            "sub" => In(0).sub(In(1)),
            "mul" => In(0).mul(In(1)),
            "div" => In(0).div(In(1)),
            "sqrt" => In(0).sqrt(),
            "exp" => In(0).exp(),
            "fma" => addcmul(In(2), In(0), In(1), 1f),
            "narrow" => In(0).to_type(call.Attributes.Text("format") == "f16" ? ScalarType.Float16 : ScalarType.BFloat16),
            "widen" => call.Input(0).Format == ElementFormat.Q8_0 ? null : In(0).to_type(ScalarType.Float32),
            "sum" => In(0).sum(-1),
            "max" => call.Input(0).Shape[^1] == 0 ? null : In(0).amax([-1L]),
            "argmax" => In(0).argmax(-1).to_type(ScalarType.Int32),
            "dot" => linalg.vecdot(In(0), In(1), -1),
            "matmul" => F.linear(In(0), In(1).to_type(TorchTensors.TypeOf(call.Format)), call.Inputs[2] is null ? null : In(2)),
            "rmsnorm" => RmsNorm(In(0), In(1), call.Attributes.Float("eps")),
            "softmax" => Softmax(call, input),
            "rope" => Rope(In(0), In(1), In(2), call.Attributes.Int("position"), call.Attributes.Int("pairing")),
            "attention" => Attention(In(0), In(1), In(2), call.Attributes.Int("position"), call.Attributes.Float("scale")),
            "swiglu" => In(0).silu().mul(In(1)),
            "embedding" => Embedding(call, input),
            _ => null,
        };
    }

    public static Tensor RmsNorm(Tensor x, Tensor gain, float eps) =>
        x.mul(x.mul(x).mean([-1L], keepdim: true).add(eps).rsqrt()).mul(gain);

    public static Tensor Rope(Tensor x, Tensor cos, Tensor sin, int position, int pairing)
    {
        var (rows, heads, half) = (x.shape[0], x.shape[1], x.shape[2] / 2);
        var c = cos.narrow(0, position, rows).unsqueeze(1);
        var s = sin.narrow(0, position, rows).unsqueeze(1);
        var pairs = pairing == 0 ? x.reshape(rows, heads, half, 2) : x.reshape(rows, heads, 2, half).transpose(2, 3);
        var (x0, x1) = (pairs.select(3, 0), pairs.select(3, 1));
        var turned = stack([x0.mul(c).sub(x1.mul(s)), x0.mul(s).add(x1.mul(c))], 3);
        return (pairing == 0 ? turned : turned.transpose(2, 3)).reshape(rows, heads, 2 * half);
    }

    /// <summary>q [M,H,D]; k, v [S,G,D]; row m sees positions 0..position+m.</summary>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, int position, float scale)
    {
        var (rows, heads, size) = (q.shape[0], q.shape[1], q.shape[2]);
        var (positions, groups) = (k.shape[0], k.shape[1]);
        var queries = q.transpose(0, 1).unsqueeze(0);
        var keys = k.transpose(0, 1).unsqueeze(0).repeat_interleave(heads / groups, 1);
        var values = v.transpose(0, 1).unsqueeze(0).repeat_interleave(heads / groups, 1);
        var mask = arange(positions, device: TorchTensors.Device).unsqueeze(0)
            .le(arange(rows, device: TorchTensors.Device).add(position).unsqueeze(1));
        Tensor y;
        if (scale == 1f / MathF.Sqrt(size))
        {
            y = F.scaled_dot_product_attention(queries, keys, values, mask);
        }
        else
        {
            // The binding's function takes no other scale.
            var scores = queries.matmul(keys.transpose(-1, -2)).mul(scale).masked_fill(mask.logical_not(), float.NegativeInfinity);
            y = scores.softmax(-1).matmul(values);
        }

        return y.squeeze(0).transpose(0, 1);
    }

    private static Tensor? Softmax(GradedCall call, Func<int, Tensor> input)
    {
        var x = input(0);
        if (call.Inputs[1] is null)
        {
            return x.softmax(-1);
        }

        var mask = arange(x.shape[1], device: TorchTensors.Device).unsqueeze(0).ge(input(1).unsqueeze(1));
        return x.masked_fill(mask, float.NegativeInfinity).softmax(-1);
    }

    /// <summary>Torch refuses ids outside of the table.</summary>
    private static Tensor? Embedding(GradedCall call, Func<int, Tensor> input)
    {
        var table = call.Input(0);
        foreach (var id in call.Input(1).Ints)
        {
            if (id < 0 || id >= table.Shape[0])
            {
                return null;
            }
        }

        return table.Format == ElementFormat.Q8_0
            ? null
            : input(0).index_select(0, input(1)).to_type(TorchTensors.TypeOf(call.Format));
    }
}
