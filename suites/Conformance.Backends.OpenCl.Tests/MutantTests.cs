using Conformance.Operators;

namespace Conformance.Backends.OpenCl;

/// <summary>Kernels that are wrong by little: the comparison with the twins must see each. If one passes, a test is blind.</summary>
[Collection(DeviceTests.Name)]
public sealed class MutantTests
{
    /// <summary>What is changed in the kernels; the operator that must come out wrong.</summary>
    public static TheoryData<string, string, string> Mutants() => new()
    {
        { "c = fma(p[k], q[k], c)", "c = p[k] * q[k] + c", "dot" },
        { "#define CHUNK 256", "#define CHUNK 512", "dot" },
        { "#define CHUNK 256", "#define CHUNK 128", "sum" },
        { "total_ + PARTIAL[i_]", "PARTIAL[i_] + total_ * 1.0000001f", "sum" },
        { "c[t] = fma((float8)(a[t][k + i]), column[i], c[t])", "c[t] = fma((float8)(a[t][k + (i ^ 1)]), column[i ^ 1], c[t])", "matmul" },
        { "wide w0 = panel[2 * k];", "wide w0 = panel[2 * (k ^ 1)];", "matmul by panels" },
        { "LOAD_WIDE(1, y) + high", "LOAD_WIDE(1, y) + high * (wide)(1.0000001f)", "matmul by panels" },
        { "((s >> 39) + 1UL) >> 1", "s >> 40", "exp" },
        { "ulong t = exp_table[f >> 58];", "ulong t = exp_table[f >> 58] & ~0xfffffffffUL;", "exp" },
        { "q = fma(q, r, (double8)(1.0 / 24.0));", "q = fma(q, r, (double8)(1.0 / 24.1));", "exp by panels" },
        { "c[j] = c[j] + x[k + j * CHUNK];", "c[j] = x[k + j * CHUNK] + c[j] * 1.0000001f;", "softmax by panels" },
        { "< length && !masked", "<= length && !masked", "softmax" },
    };

    [SkippableTheory]
    [MemberData(nameof(Mutants))]
    public void A_wrong_kernel_gives_wrong_bits(string right, string wrong, string name)
    {
        var changed = false;
        var plan = name.EndsWith("by panels", StringComparison.Ordinal) ? "panels of 16 lanes" : "rows, groups of 8";
        name = name.Split(' ')[0];
        Skip.If(Plans.Get(plan)?.Fits(DeviceFixture.Device().Facts) == false, $"HW_ABSENT:opencl device with room for {plan}");
        var options = new OpenClOptions
        {
            Plan = Plans.Get(plan),
            RewriteSource = s =>
            {
                changed |= s.Contains(right, StringComparison.Ordinal);
                return s.Replace(right, wrong, StringComparison.Ordinal);
            },
        };
        using var backend = new OpenClBackend(DeviceFixture.Device(), options);
        Assert.True(changed, "the mutant found nothing to change");
        using var sound = new OpenClBackend(DeviceFixture.Device(), new OpenClOptions { Plan = Plans.Get(plan) });
        const int n = 2500;
        var (x, z) = (Values.F32(Values.Uniform(4 * n, 95), 4, n), Values.F32(Values.Uniform(40 * n, 96), 40, n));
        Tensors.Tensor?[] inputs = name switch
        {
            "dot" => [x, Values.F32(Values.Uniform(4 * n, 96), 4, n)],
            "matmul" => [x, z, null],
            "softmax" => [x, Tensors.Tensor.FromInts(new Tensors.Shape(4), [0, 1, 700, n])],
            _ => [x],
        };
        var expected = DeviceFixture.Run(sound, name, Attributes.None, inputs);
        var actual = DeviceFixture.Run(backend, name, Attributes.None, inputs);
        Assert.Contains(Enumerable.Range(0, expected.Length), i => !expected[i]!.Data.AsSpan().SequenceEqual(actual[i]!.Data));
    }
}
