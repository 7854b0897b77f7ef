using Conformance.Backends.OpenCl;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Ilgpu.Tests;

/// <summary>
/// [F1]: the kernel against the algorithm that is proven over all arguments, on a lattice that meets every exponent and table entry.
/// </summary>
public sealed class ExpTests(CpuAccelerator accelerator) : IClassFixture<CpuAccelerator>
{
    /// <summary>Odd, so that the low bits of the arguments change too; 2^32 / 4099 arguments.</summary>
    private const int Step = 4099;

    [Fact]
    public void Exp_is_the_proven_one()
    {
        var n = (int)((1L << 32) / Step);
        var x = new Tensor(ElementFormat.F32, new Shape(n));
        var expected = new Tensor(ElementFormat.F32, new Shape(n));
        for (var i = 0; i < n; i++)
        {
            var bits = unchecked((uint)((long)i * Step));
            x.Floats[i] = BitConverter.UInt32BitsToSingle(bits);
            expected.Floats[i] = BitConverter.UInt32BitsToSingle(IntegerExp.Bits(bits));
        }

        using var input = accelerator.Backend.Upload(x);
        using var output = accelerator.Backend.Allocate(new TensorType(ElementFormat.F32, x.Shape));
        accelerator.Backend.Run(new OperatorCall(OperatorRegistry.Get("exp"), Attributes.None, [input], [output]));

        Assert.Equal(expected.Canonicalize().Data, accelerator.Backend.Download(output).Data);
    }
}
