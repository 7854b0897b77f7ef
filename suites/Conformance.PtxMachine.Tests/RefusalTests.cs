using Conformance.Ptx.Syntax;

namespace Conformance.Ptx;

/// <summary>What the machine does not execute it refuses when it loads, with the line.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("fma.rn.f32 %f0, %f1, %f2, %f3;", "fma.rn.ftz.f32 %f0, %f1, %f2, %f3;")]
    [InlineData("fma.rn.f32 %f0, %f1, %f2, %f3;", "fma.rz.f32 %f0, %f1, %f2, %f3;")]
    [InlineData("add.rn.f32 %f0, %f1, %f2;", "add.f32 %f0, %f1, %f2;")]
    [InlineData("mul.rn.f32 %f0, %f1, %f2;", "mul.f32 %f0, %f1, %f2;")]
    [InlineData("mul.rn.f32 %f0, %f1, %f2;", "mul.rn.sat.f32 %f0, %f1, %f2;")]
    [InlineData("div.rn.f32 %f0, %f1, %f2;", "div.full.f32 %f0, %f1, %f2;")]
    [InlineData("div.rn.f32 %f0, %f1, %f2;", "div.approx.f32 %f0, %f1, %f2;")]
    [InlineData("sqrt.rn.f32 %f0, %f1;", "sqrt.approx.f32 %f0, %f1;")]
    [InlineData("sqrt.rn.f32 %f0, %f1;", "ex2.approx.f32 %f0, %f1;")]
    [InlineData("min.s32 %r0, %r1, %r2;", "min.f32 %f0, %f1, %f2;")]
    [InlineData("setp.lt.f32 %p0, %f1, %f2;", "setp.lt.ftz.f32 %p0, %f1, %f2;")]
    [InlineData("cvt.rn.f32.s32 %f0, %r1;", "cvt.f32.s32 %f0, %r1;")]
    [InlineData("cvt.rn.f32.s32 %f0, %r1;", "cvt.rz.f32.s32 %f0, %r1;")]
    [InlineData("cvt.rzi.s32.f32 %r0, %f1;", "cvt.rzi.ftz.s32.f32 %r0, %f1;")]
    [InlineData("cvt.rzi.s32.f32 %r0, %f1;", "cvt.rzi.sat.s32.f32 %r0, %f1;")]
    [InlineData("cvt.rn.f16.f32 %h0, %f1;", "cvt.f16.f32 %h0, %f1;")]
    [InlineData("cvt.u32.u16 %r0, %h1;", "cvt.rn.u32.u16 %r0, %h1;")]
    [InlineData("ld.global.u32 %r0, [%d0];", "ld.weird.global.u32 %r0, [%d0];")]
    [InlineData("ld.global.u32 %r0, [%d0];", "ld.global.v8.u32 %r0, [%d0];")]
    [InlineData("ld.global.u32 %r0, [%d0];", "ld.global.u32 %r0, [%r1];")]
    [InlineData("ld.global.u32 %r0, [%d0];", "ld.global.u32 %h0, [%d0];")]
    [InlineData("ld.global.v2.u32 {%r0, %r1}, [%d0];", "ld.global.v2.u32 {%r0, %r1, %r2}, [%d0];")]
    [InlineData("ld.param.u32 %r0, [n];", "ld.param.u32 %r0, [m];")]
    [InlineData("red.global.add.u32 [%d0], 1;", "red.global.add.f32 [%d0], %f1;")]
    [InlineData("red.global.add.u32 [%d0], 1;", "atom.global.add.u32 %r0, [%d0], 1;")]
    [InlineData("add.s32 %r0, %r1, 5;", "add.s32 %r0, %r1, 4294967296;")]
    [InlineData("add.s32 %r0, %r1, -2147483648;", "add.s32 %r0, %r1, -2147483649;")]
    [InlineData("add.s32 %r0, %r1, %r2;", "add.s32 %r0, %r1, %d2;")]
    [InlineData("add.s32 %r0, %r1, %r2;", "add.s32 %r0, %r1;")]
    [InlineData("add.s32 %r0, %r1, %r2;", "add.s32 %r0, %r1, %r99;")]
    [InlineData("add.s32 %r0, %r1, %r2;", "add.s32 5, %r1, %r2;")]
    [InlineData("@%p1 ret;", "@%r1 ret;")]
    [InlineData("@!%p1 bra $L; $L: ret;", "@!%p1 bra $M; $L: ret;")]
    [InlineData("bar.sync 0;", "bar.sync 16;")]
    [InlineData("bar.sync 0;", "bar.sync 0, 64;")]
    [InlineData("bar.sync 0;", "bar.red.popc.u32 %r0, 0, %p1;")]
    [InlineData("ret;", "call f;")]
    [InlineData("ret;", "brx.idx %r0, $L;")]
    [InlineData(".pragma \"nounroll\"; ret;", ".pragma \"other\"; ret;")]
    [InlineData("mov.b64 {%r0, %r1}, %d0;", "mov.b64 {%r0, %h1}, %d0;")]
    [InlineData("mov.f32 %f0, 0f3F800000;", "mov.f32 %f0, 1.0;")]
    [InlineData("mov.u32 %r0, %tid.x;", "mov.u32 %r0, %clock;")]
    [InlineData("{ .reg .b32 tmp; mov.b64 {tmp, %r1}, %d0; }", "{ .reg .b32 tmp; } mov.b64 {tmp, %r1}, %d0;")]
    public void AnInstructionThatIsNotAllowed_IsRefusedWhereItsTwinLoads(string allowed, string refused)
    {
        using var bench = new Bench();
        bench.Load(Bench.Kernel(allowed));
        var error = Assert.Throws<Backends.Cuda.Driver.CudaException>(() => bench.Load(Bench.Kernel(refused)));
        Assert.Equal(CuResult.InvalidPtx, error.Result);
        Assert.Matches(@"line 8: expected .+, found ", error.Message);
    }

    [Theory]
    [InlineData("", CuResult.InvalidPtx)]
    [InlineData(".version 6.3", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70, debug .address_size 64", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70 .address_size 32", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70 .address_size 64 .entry k() {", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70 .address_size 64 .entry k() { } .entry k() { }", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70 .address_size 64 .global .u32 a = 4294967296;", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70 .address_size 64 .texref t;", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70 .address_size 64 /* open", CuResult.InvalidPtx)]
    [InlineData(".version 6.3 .target sm_70 .address_size 64 .pragma \"open", CuResult.InvalidPtx)]
    [InlineData(".version 8.5 .target sm_70 .address_size 64", CuResult.UnsupportedPtxVersion)]
    [InlineData(".version 8.4 .target sm_90 .address_size 64", CuResult.NoBinaryForGpu)]
    [InlineData("\u00e9", CuResult.InvalidImage)]
    public void AModuleThatIsNone_HasTheDriversError(string text, int result)
    {
        using var context = new PtxMachine().CreateContext(0);
        context.LoadModule(Bench.Bytes(".version 8.4 .target sm_80 .address_size 64\0"));
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.Equal(result, Assert.Throws<Backends.Cuda.Driver.CudaException>(() => context.LoadModule(bytes)).Result);
    }

    /// <summary>Whatever a text is cut to or changed to, the parser's one exception is all that comes out.</summary>
    [Fact]
    public void CutAndChangedTexts_GiveOneExceptionOnly()
    {
        var text = Bench.Kernel(
            ".shared .align 4 .b8 s[8]; $L: @%p1 bra $L; ld.global.v2.u32 {%r0, %r1}, [%d0+-8];"
            + "mov.f32 %f0, 0f3F800000; // c\n ret; /* d */",
            ".const .align 4 .b8 t[8] = {1, 2};");
        const string Other = "{}[]();,:+-@!<.%0a\"/ \u00ff";
        for (var i = 0; i < text.Length; i++)
        {
            Refused(text[..i]);
            Refused(text[..i] + Other[i % Other.Length] + text[(i + 1)..]);
        }

        static void Refused(string text)
        {
            try
            {
                PtxParser.Parse(text);
            }
            catch (PtxException e)
            {
                Assert.True(e.Line > 0);
            }
        }
    }
}
