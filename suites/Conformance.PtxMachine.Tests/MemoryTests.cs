using Conformance.Backends.Cuda.Driver;

namespace Conformance.Ptx;

/// <summary>State spaces, vectors and what is no access (PTX ISA 5.1, 9.7.9).</summary>
public sealed class MemoryTests
{
    private const string Start = "ld.param.u64 %d0, [x]; ld.param.u64 %d1, [y]; mov.u32 %r0, %tid.x;\n";

    [Fact]
    public void Loads_ExtendToTheRegister()
    {
        using var bench = new Bench();
        var result = bench.Run<ulong>(
            Start + """
            ld.global.s8 %h0, [%d0]; cvt.u64.u16 %d4, %h0; st.global.u64 [%d1], %d4;
            ld.global.u8 %r1, [%d0]; cvt.u64.u32 %d4, %r1; st.global.u64 [%d1+8], %d4;
            ld.global.s16 %r1, [%d0]; cvt.u64.u32 %d4, %r1; st.global.u64 [%d1+16], %d4;
            ld.global.s32 %d4, [%d0]; st.global.u64 [%d1+24], %d4;
            ld.global.u32 %d4, [%d0]; st.global.u64 [%d1+32], %d4;
            ld.global.b64 %d4, [%d0+8]; st.global.u8 [%d1+40], %d4;
            add.s64 %d0, %d0, 16; ld.global.u64 %d4, [%d0+-8]; st.global.u16 [%d1+48], %d4;
            ret;
            """,
            [0x80f0f1f2, 0x123456789abcdef0],
            7);
        Assert.Equal([0xfff2UL, 0xf2, 0xfffff1f2, 0xffffffff80f0f1f2, 0x80f0f1f2, 0xf0, 0xdef0], result);
    }

    [Fact]
    public void Vectors_KeepTheirOrder()
    {
        using var bench = new Bench();
        var result = bench.Run<uint>(
            Start + """
            ld.global.nc.v4.f32 {%f0, %f1, %f2, %f3}, [%d0];
            ld.global.v2.u32 {%r1, _}, [%d0+8];
            st.global.v4.f32 [%d1], {%f3, %f2, %f1, %f0};
            st.global.v2.u32 [%d1+16], {%r1, 77};
            ret;
            """,
            [1, 2, 3, 4],
            6);
        Assert.Equal([4u, 3, 2, 1, 3, 77], result);
    }

    [Fact]
    public void Variables_HaveTheirInitialValues()
    {
        using var bench = new Bench();
        var result = bench.Run<uint>(
            Start + """
            ld.const.u32 %r1, [table+4]; st.global.u32 [%d1], %r1;
            mov.u64 %d2, table; ld.const.u32 %r1, [%d2+8]; st.global.u32 [%d1+4], %r1;
            ld.global.u32 %r1, [word]; st.global.u32 [%d1+8], %r1; st.global.u32 [word], 9;
            ret;
            """,
            [0],
            3,
            outside: ".visible .const .align 4 .b8 table[12] = {1, 0, 0, 0, 2, 1};\n.global .u32 word = 0x1234;");
        Assert.Equal([0x102u, 0, 0x1234], result);
    }

    [Fact]
    public void Local_IsEachThreadsOwn()
    {
        using var bench = new Bench();
        var result = bench.Run<uint>(
            ".local .align 4 .b8 depot[8];\n" + Start + """
            mov.u64 %d2, depot; cvta.local.u64 %d3, %d2;
            st.local.u32 [depot+4], %r0; bar.sync 0; ld.u32 %r1, [%d3+4];
            mul.wide.u32 %d4, %r0, 4; add.s64 %d1, %d1, %d4; st.global.u32 [%d1], %r1;
            ret;
            """,
            [0],
            3,
            threads: 3);
        Assert.Equal([0u, 1, 2], result);
    }

    [Fact]
    public void DynamicShared_BeginsBehindTheStatic()
    {
        using var bench = new Bench();
        var function = bench.Load(Bench.Kernel(
            ".shared .align 4 .b8 fixed[4];\n" + Start + """
            st.shared.u32 [fixed], 5; st.shared.u32 [dynamic], 6; st.shared.u32 [dynamic+12], 7;
            ld.shared.u32 %r1, [fixed]; st.global.u32 [%d1], %r1;
            mov.u64 %d2, dynamic; cvta.shared.u64 %d2, %d2; ld.u32 %r1, [%d2+12]; st.global.u32 [%d1+4], %r1;
            ret;
            """,
            ".extern .shared .align 16 .b8 dynamic[];"));
        var y = bench.Upload<uint>(0, 0);
        bench.Context.Launch(function, new(1, 1, 1, 1, 16), [y, y, 0]);
        Assert.Equal([5u, 7], bench.Download<uint>(y, 2));
        bench.Context.Launch(function, new(1, 1, 1, 1, 12), [y, y, 0]);
        Assert.Equal(CuResult.IllegalAddress, Assert.Throws<CudaException>(() => bench.Context.Synchronize()).Result);
    }

    [Theory]
    [InlineData("ld.global.u32 %r1, [%d0+16];", CuResult.IllegalAddress, "in no allocation")]
    [InlineData("ld.global.u32 %r1, [%d0+-4];", CuResult.IllegalAddress, "in no allocation")]
    [InlineData("ld.global.v4.u32 {%r1, %r2, %r3, %r4}, [%d0+4];", CuResult.IllegalAddress, "in no allocation")]
    [InlineData("ld.global.v2.u32 {%r1, %r2}, [%d0+4];", CuResult.MisalignedAddress, "not a multiple")]
    [InlineData("ld.global.u32 %r1, [%d0+2];", CuResult.MisalignedAddress, "not a multiple")]
    [InlineData("mov.u64 %d0, 0; st.global.u32 [%d0], 1;", CuResult.IllegalAddress, "write of 4 bytes at 0x0")]
    [InlineData("st.global.u32 [table], 1;", CuResult.IllegalAddress, "constant")]
    [InlineData("ld.const.u32 %r1, [%d0];", CuResult.IllegalAddress, "ld.const")]
    [InlineData("st.shared.u32 [s+8], 1;", CuResult.IllegalAddress, "shared memory")]
    [InlineData("ld.shared.u32 %r1, [s+1];", CuResult.MisalignedAddress, "not a multiple")]
    [InlineData("st.local.u32 [depot+8], 1;", CuResult.IllegalAddress, "local memory")]
    [InlineData("ld.param.u32 %r1, [n+4];", CuResult.IllegalAddress, "parameters")]
    [InlineData("trap;", CuResult.LaunchFailed, "trapped")]
    public void AccessesThatAreNone_AreFaultsWithAName(string instructions, int result, string words)
    {
        using var bench = new Bench();
        var fault = bench.Fault(
            ".shared .align 4 .b8 s[8]; .local .align 4 .b8 depot[8];\n" + Start + instructions + " ret;",
            outside: ".const .align 4 .b8 table[4] = {1};");
        Assert.Equal(result, fault.Result);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Contains("kernel k, PTX line ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("thread 0, block (0, 0, 0)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FreedMemory_IsNobodys()
    {
        using var bench = new Bench();
        var function = bench.Load(Bench.Kernel(Start + "ld.global.u32 %r1, [%d0]; ret;"));
        var x = bench.Upload<uint>(1);
        bench.Context.Launch(function, new(1, 1, 1, 1), [x, x, 0]);
        bench.Context.Synchronize();
        bench.Context.Free(x);
        bench.Context.Launch(function, new(1, 1, 1, 1), [x, x, 0]);
        Assert.Throws<CudaException>(() => bench.Context.Synchronize());
    }

    [Theory]
    [InlineData("ld.global.u32 %r1, [%d2];", false)]
    [InlineData("st.global.u32 [%d2], 1; ld.global.u32 %r1, [%d2];", true)]
    [InlineData("st.global.u16 [%d2], 1; ld.global.u32 %r1, [%d2];", false)]
    [InlineData("ld.shared.u32 %r1, [s];", false)]
    [InlineData("st.shared.u32 [s], 1; ld.shared.u32 %r1, [s];", true)]
    [InlineData("ld.local.u32 %r1, [depot];", false)]
    [InlineData("ld.global.u32 %r1, [%d0];", true)]
    public void ReadsOfWhatNobodyWrote_AreFaultsOnDemand(string instructions, bool allowed)
    {
        var text = Bench.Kernel(
            ".shared .align 4 .b8 s[8]; .local .align 4 .b8 depot[8];\n" + Start + "ld.global.u64 %d2, [%d0];" + instructions + " ret;");
        foreach (var detect in new[] { false, true })
        {
            using var bench = new Bench(new() { DetectUninitialisedReads = detect });
            var fresh = bench.Context.Allocate(4);
            bench.Context.Launch(bench.Load(text), new(1, 1, 1, 1), [bench.Upload(fresh), fresh, 0]);
            var fault = Record.Exception(() => bench.Context.Synchronize());
            Assert.Equal(allowed || !detect, fault is null);
        }
    }

    [Fact]
    public void RedAdd_CountsOverAllBlocks()
    {
        using var bench = new Bench(new() { Workers = 4 });
        Assert.Equal([4096u], bench.Run<uint>(Start + "red.global.add.u32 [%d1], 1; ret;", [0], 1, 128, 32));
    }
}
