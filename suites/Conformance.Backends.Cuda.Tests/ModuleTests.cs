using System.Text;
using System.Text.RegularExpressions;
using Conformance.Backends.Cuda.Modules;

namespace Conformance.Backends.Cuda;

/// <summary>What can be read off the PTX that is shipped; and that the reader is not blind.</summary>
public sealed partial class ModuleTests
{
    private const string Probe = "probe";

    public static TheoryData<string> Modules => [.. EmbeddedModules.Instance.All.Select(m => m.Name)];

    /// <summary>Lines that strict PTX may not hold, each with words of the rule that must name it.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "add.ftz.f32 %f1, %f2, %f3;", "flushed" },
        { "add.rn.ftz.f32 %f1, %f2, %f3;", "flushed" },
        { "div.approx.f32 %f1, %f2, %f3;", "approximation" },
        { "div.full.f32 %f1, %f2, %f3;", "approximation" },
        { "ex2.approx.f32 %f1, %f2;", "approximation" },
        { "rsqrt.approx.f32 %f1, %f2;", "approximation" },
        { "add.f32 %f1, %f2, %f3;", "rounding" },
        { "@%p1 mul.f32 %f1, %f2, %f3;", "rounding" },
        { "@!%p1 sub.f32 %f1, %f2, %f3;", "rounding" },
        { "fma.rz.f32 %f1, %f2, %f3, %f4;", "rounding" },
        { "mad.f32 %f1, %f2, %f3, %f4;", "rounding" },
        { "mad.rn.f32 %f1, %f2, %f3, %f4;", "rounding" },
        { "add.rn.sat.f32 %f1, %f2, %f3;", "rounding" },
        { "sqrt.rm.f32 %f1, %f2;", "rounding" },
        { "max.f32 %f1, %f2, %f3;", "min, max" },
        { "neg.f32 %f1, %f2;", "neg" },
        { "setp.lt.f32 %p1, %f1, %f2;", "compare" },
        { "atom.global.add.f32 %f1, [%rd1], %f2;", "float atomic" },
        { "red.global.add.f32 [%rd1], %f2;", "float atomic" },
        { "cvt.rzi.s32.f32 %r1, %f1;", "conversion" },
        { "cvt.rn.f16.f32 %rs1, %f1;", "conversion" },
        { "cvt.rn.f32.u64 %f1, %rd1;", "conversion" },
        { "add.rn.f64 %fd1, %fd2, %fd3;", "binary64" },
        { "fma.rn.f16 %h1, %h2, %h3, %h4;", "binary16" },
        { "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f1}, {%r1}, {%r2}, {%f2};", "matrix" },
        { ".extern .func expf", "nobody defines" },
        { "call.uni (retval0), f, (param0);", "call" },
        { ".func (.param .b32 r) f(.param .b32 p)", "call" },
        { "atom.global.add.u32 %r1, [%rd1], 1;", "atomic" },
        { "mov.u32 %r1, %smid;", "special register" },
        { "mov.u64 %rd1, %clock64;", "special register" },
        { ".file 1 \"/home/someone/kernel.cu\"", "path" },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_shipped_module_holds_nothing_inexact(string name) =>
        Assert.Empty(PtxRules.ModuleFaults(Text(name), Allowed(name)));

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_shipped_module_runs_from_Volta_on(string name)
    {
        var text = Text(name);
        Assert.Contains("\n.version 6.3\n", text, StringComparison.Ordinal);
        Assert.Contains("\n.target sm_70\n", text, StringComparison.Ordinal);
        Assert.Contains("\n.address_size 64\n", text, StringComparison.Ordinal);
    }

    /// <summary>What clang puts into local memory itself. ptxas may still spill: that shows on a device's machine only.</summary>
    [Theory]
    [MemberData(nameof(Modules))]
    public void A_shipped_module_keeps_nothing_in_local_memory(string name) =>
        Assert.DoesNotMatch(Local(), Text(name));

    /// <summary>48 KiB is what every device gives a block without asking.</summary>
    [Theory]
    [MemberData(nameof(Modules))]
    public void Shared_memory_of_each_kernel_fits_every_device(string name)
    {
        foreach (Match kernel in Kernel().Matches(Text(name)))
        {
            var bytes = Shared().Matches(kernel.Value)
                .Sum(m => int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(bytes <= 48 * 1024, $"{kernel.Groups[1].Value} takes {bytes} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_line_that_is_not_strict_is_named(string line, string rule) =>
        Assert.Contains(PtxRules.ModuleFaults($".version 6.3\n\t{line}\n"), f => f.Contains(rule, StringComparison.Ordinal));

    [Theory]
    [InlineData("fma.rn.f32 %f1, %f2, %f3, %f4;")]
    [InlineData("@%p3 div.rn.f32 %f1, %f2, %f3;")]
    [InlineData("cvt.rn.f32.s32 %f1, %r1;")]
    [InlineData("cvt.rn.f32.u16 %f1, %rs1;")]
    [InlineData("cvt.f32.f16 %f1, %rs1;")]
    [InlineData("mad.lo.s32 %r1, %r2, %r3, %r4;")]
    [InlineData("setp.lt.s32 %p1, %r1, %r2;")]
    [InlineData("dp4a.s32.s32 %r1, %r2, %r3, %r4;")]
    [InlineData("ld.global.nc.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1];")]
    [InlineData("// %f1 = add.f32 in a comment")]
    public void A_strict_line_passes(string line) => Assert.Empty(PtxRules.ModuleFaults($"\t{line}\n"));

    [Fact]
    public void Only_the_probe_may_compare_floats()
    {
        Assert.NotEmpty(PtxRules.ModuleFaults(Text(Probe), PtxAllowed.Negations));
        Assert.All(EmbeddedModules.Instance.All.Where(m => m.Name != Probe), m => Assert.Equal(PtxAllowed.Negations, Allowed(m.Name)));
    }

    internal static string Text(string name) =>
        Encoding.ASCII.GetString(EmbeddedModules.Instance.All.Single(m => m.Name == name).Image.Span);

    private static PtxAllowed Allowed(string name) => PtxAllowed.Negations | (name == Probe ? PtxAllowed.Compares : PtxAllowed.Nothing);

    [GeneratedRegex(@"\.local\b")]
    private static partial Regex Local();

    [GeneratedRegex(@"\.visible \.entry (\w+)\(.*?\n}\n", RegexOptions.Singleline)]
    private static partial Regex Kernel();

    [GeneratedRegex(@"\.shared .*\[(\d+)\];")]
    private static partial Regex Shared();
}
