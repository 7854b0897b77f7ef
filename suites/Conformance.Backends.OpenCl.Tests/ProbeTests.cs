using Conformance.Probes;

namespace Conformance.Backends.OpenCl;

/// <summary>The probe passes a sound device and names what a wrong one does; and its judge is right itself.</summary>
[Collection(DeviceTests.Name)]
public sealed class ProbeTests(DeviceFixture device)
{
    /// <summary>Rewritten probe sources that stand for devices that are wrong in one way each.</summary>
    public static TheoryData<string, string, string> WrongDevices() => new()
    {
        { "fma(p, q, r)", "(p * q + r)", "fma rounds once" },
        { "as_uint(p * q + r)", "as_uint(fma(p, q, r))", "a*b+c is not contracted" },
        { "float s = t + r;", "float s = fma(p, q, r);", "a*b+c in two statements is not contracted" },
        { "as_uint(p * q - r)", "as_uint(fma(p, q, -r))", "a*b-c is not contracted" },
        { "as_uint(r - p * q)", "as_uint(fma(-p, q, r))", "c-a*b is not contracted" },
        { "as_uint(p / q)", "as_uint(p * (1.0f / q))", "division is correctly rounded" },
        { "as_uint(sqrt(p))", "(as_uint(sqrt(p)) & ~1u)", "sqrt is correctly rounded" },
        { "float p = as_float((uint)a[i]);", "float p = as_float(((uint)a[i] & 0x7f800000u) == 0u ? 0u : (uint)a[i]);", "subnormal operands and sums are kept" },
        { "as_uint(p * q)", "((as_uint(p * q) & 0x7f800000u) == 0u ? as_uint(p * q) & 0x80000000u : as_uint(p * q))", "subnormal products are kept" },
        { "as_uint(p - q)", "as_uint(0.0f - (q - p))", "zeros keep their signs in differences" },
        { "!(p < q)", "p >= q", "comparisons with NaN" },
        { "(float)(int)(uint)a[i]", "(float)((int)(uint)a[i] & ~127)", "int to float rounds to even" },
        { "mul_hi(a[i], b[i])", "(mul_hi(a[i], b[i]) & ~1UL)", "64-bit mul_hi" },
        { "a[i] >> (uint)b[i]", "a[i] >> ((uint)b[i] & 31u)", "64-bit shift right" },
    };

    [SkippableFact]
    public void This_device_passes()
    {
        var results = device.Backend().ProbeResults;
        Assert.Equal(26, results.Count);
        Assert.All(results, r => Assert.True(r.Passed, r.ToString()));
        Assert.Equal(results, OpenClBackend.Probe(DeviceFixture.Device()));
    }

    [SkippableTheory]
    [MemberData(nameof(WrongDevices))]
    public void A_wrong_device_is_named(string right, string wrong, string name)
    {
        var options = new OpenClOptions
        {
            RewriteSource = s => s.Contains("k_probe", StringComparison.Ordinal) ? s.Replace(right, wrong, StringComparison.Ordinal) : s,
        };
        var results = OpenClBackend.Probe(DeviceFixture.Device(), options);
        Assert.Contains(results, r => r.Name == name && !r.Passed);
    }

    [SkippableFact]
    public void Contraction_by_the_compiler_itself_makes_the_device_unfit()
    {
        // Compilers differ in what they do with the licence; where this one does not use it, nothing is wrong.
        var options = new OpenClOptions { RewriteSource = s => s.Replace("FP_CONTRACT OFF", "FP_CONTRACT ON", StringComparison.Ordinal) };
        var target = DeviceFixture.Device();
        Skip.If(OpenClBackend.Probe(target, options).All(r => r.Passed), "the compiler does not contract when allowed to");
        var error = Assert.Throws<BackendException>(() => new OpenClBackend(target, options));
        Assert.Equal(BackendFailure.DeviceUnfit, error.Failure);
        Assert.Contains("not contracted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_judge_agrees_with_scalar_arithmetic()
    {
        var (a, b) = (Values.Bits(20_000, 90), Values.Bits(20_000, 91));
        var c = Values.Bits(20_000, 92);
        for (var i = 0; i < a.Length; i++)
        {
            if (!float.IsFinite(a[i]) || !float.IsFinite(b[i]) || !float.IsFinite(c[i]))
            {
                continue;
            }

            var (x, y, z) =
                (BitConverter.SingleToUInt32Bits(a[i]), BitConverter.SingleToUInt32Bits(b[i]), BitConverter.SingleToUInt32Bits(c[i]));
            Same(MathF.FusedMultiplyAdd(a[i], b[i], c[i]), ExactBinary32.Fma(x, y, z));
            Same(a[i] + b[i], ExactBinary32.Add(x, y));
            Same(a[i] * b[i], ExactBinary32.Multiply(x, y));
            Same(MathF.Sqrt(MathF.Abs(a[i])), ExactBinary32.Sqrt(x & 0x7fffffff));
            Same(unchecked((int)z), ExactBinary32.FromInteger(unchecked((int)z)));
            if (b[i] != 0)
            {
                Same(a[i] / b[i], ExactBinary32.Divide(x, y));
            }
        }
    }

    private static void Same(float expected, uint actual) => Assert.Equal(BitConverter.SingleToUInt32Bits(expected), actual);
}
