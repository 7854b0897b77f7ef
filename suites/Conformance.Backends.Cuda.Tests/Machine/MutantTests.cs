using System.Text.RegularExpressions;
using Conformance.Ptx;

namespace Conformance.Backends.Cuda.Machine;

/// <summary>Modules that are wrong by little: the vectors must see each. If one passes, they or the machine are blind.</summary>
public sealed class MutantTests
{
    private const string Fused = @"fma\.rn\.f32\s+(\S+), (\S+), (\S+), (\S+);";
    private const string Separate = "{ .reg .f32 %product; mul.rn.f32 %product, $2, $3; add.rn.f32 $1, %product, $4; }";

    /// <summary>Module, what is changed in it everywhere, and the cases of which one must come out wrong.</summary>
    public static TheoryData<string, string, string, string> Mutants => new()
    {
        { "elementwise", @"mul\.rn\.f32", "add.rn.f32", "mul/*" },
        { "elementwise", @"shr\.u64", "shl.b64", "exp/*" },
        { "elementwise", Fused, Separate, "fma/*" },
        { "rows", @"sub\.rn\.f32", "add.rn.f32", "softmax/*" },
        { "rows", Fused, Separate, "dot/*" },
        { "rows", @"max\.u64", "min.u64", "argmax/*" },
        { "matmul", Fused, Separate, "matmul/*" },
        { "matmul", @"cvt\.f32\.f16", "cvt.rn.f32.u16", "matmul/f16*" },
        { "matmul_q8", @"dp4a\.s32\.s32", "dp4a.u32.u32", "matmul_q8_0/*" },
        { "attention", @"mul\.rn\.f32", "add.rn.f32", "attention/*" },
        { "sample", @"mul\.hi\.u64", "mul.lo.u64", "sample/*" },
    };

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_wrong_kernel_gives_wrong_bits(string module, string right, string wrong, string cases)
    {
        var changed = new ChangedModules(module, text => Regex.Replace(text, right, wrong));
        using var backend = MachineBackend.Open(options: new CudaOptions { Modules = changed });
        Assert.NotEmpty(MachineBackend.Failed(backend, MachineBackend.Cases(cases)));
    }

    [Theory]
    [InlineData(Fused, Separate, "fma rounds once")]
    [InlineData(@"mul\.rn\.f32\s+(%f\d+), (.*);\s+add\.rn\.f32\s+(.*), \1, (.*);", "fma.rn.f32 $3, $2, $4;", "a*b+c is not contracted")]
    [InlineData(@"div\.rn\.f32\s+(\S+), (\S+), (\S+);", "rcp.rn.f32 $1, $3; mul.rn.f32 $1, $2, $1;", "division is correctly rounded")]
    [InlineData(@"sqrt\.rn\.f32", "mov.f32", "sqrt is correctly rounded")]
    [InlineData(@"shr\.s64", "shr.u64", "64-bit arithmetic shift")]
    public void A_device_that_computes_otherwise_is_unfit(string right, string wrong, string question)
    {
        var changed = new ChangedModules("probe", text => Regex.Replace(text, right, wrong));
        var error = Assert.Throws<BackendException>(() => MachineBackend.Open(options: new CudaOptions { Modules = changed }));
        Assert.Equal(BackendFailure.DeviceUnfit, error.Failure);
        var findings = CudaBackend.Probe(CudaDevices.Enumerate(new PtxMachine()).Devices[0], new CudaOptions { Modules = changed });
        Assert.Contains(findings, f => f.Name == question && !f.Passed);
    }
}
