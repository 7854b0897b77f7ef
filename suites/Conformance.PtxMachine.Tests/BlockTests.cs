using Conformance.Backends.Cuda.Driver;
using Conformance.Ptx.Execution;

namespace Conformance.Ptx;

/// <summary>Threads of a block: barriers, warps, races and the order in which they run.</summary>
public sealed class BlockTests
{
    /// <summary>y[block][t] = x[(threads - 1 - t)] through shared memory; '{0}' is the barrier.</summary>
    private const string Reverse =
        """
        .shared .align 4 .b8 s[256];
        ld.param.u64 %d0, [x]; ld.param.u64 %d1, [y]; mov.u32 %r0, %tid.x; mov.u32 %r1, %ntid.x; mov.u32 %r7, %ctaid.x;
        mul.wide.u32 %d2, %r0, 4; add.s64 %d3, %d0, %d2; ld.global.u32 %r2, [%d3];
        mov.u64 %d4, s; add.s64 %d5, %d4, %d2; st.shared.u32 [%d5], %r2;
        {0}
        sub.s32 %r3, %r1, %r0; mul.wide.u32 %d6, %r3, 4; add.s64 %d6, %d6, %d4; ld.shared.u32 %r4, [%d6+-4];
        mad.lo.s32 %r8, %r7, %r1, %r0; mul.wide.u32 %d7, %r8, 4; add.s64 %d7, %d7, %d1; st.global.u32 [%d7], %r4;
        ret;
        """;

    private static readonly uint[] Numbers = [.. Enumerable.Range(1, 64).Select(i => (uint)i)];

    public static TheoryData<ExecutionOrder> Orders => [ExecutionOrder.Ascending, ExecutionOrder.Descending, ExecutionOrder.Shuffled];

    [Theory]
    [MemberData(nameof(Orders))]
    public void WithABarrier_NoOrderMatters(ExecutionOrder order)
    {
        using var bench = new Bench(new() { ThreadOrder = order, BlockOrder = order, Seed = 7 });
        var expected = Enumerable.Repeat(Numbers.Reverse(), 3).SelectMany(x => x);
        Assert.Equal(expected, bench.Run(Reverse.Replace("{0}", "bar.sync 0;", StringComparison.Ordinal), Numbers, 192, 64, 3));
    }

    [Fact]
    public void WithoutABarrier_TheOrderShows()
    {
        var results = new[] { ExecutionOrder.Ascending, ExecutionOrder.Descending }.Select(order =>
        {
            using var bench = new Bench(new() { ThreadOrder = order });
            return bench.Run(Reverse.Replace("{0}", "", StringComparison.Ordinal), Numbers, 64, 64);
        }).ToList();
        Assert.NotEqual(results[0], results[1]);
    }

    [Fact]
    public void ARaceInSharedMemory_IsFound()
    {
        using var watched = new Bench(new() { DetectRaces = true });
        Assert.Equal(Numbers.Reverse(), watched.Run(Reverse.Replace("{0}", "bar.sync 0;", StringComparison.Ordinal), Numbers, 64, 64));
        var fault = watched.Fault(Reverse.Replace("{0}", "", StringComparison.Ordinal), threads: 4);
        Assert.Equal(CuResult.LaunchFailed, fault.Result);
        Assert.Contains("data race: writes what thread", fault.Message, StringComparison.Ordinal);
        Assert.Contains("of shared memory", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("st.global.u32 [%d1], %r0;", false)] // all threads write one word
    [InlineData("st.global.u32 [%d3], %r0;", true)] // each its own
    [InlineData("ld.global.u32 %r4, [%d1];", true)] // all read
    [InlineData("ld.global.u32 %r4, [%d1]; @%p1 st.global.u32 [%d1], %r0;", false)]
    [InlineData("ld.global.u32 %r4, [%d1]; bar.sync 0; @%p1 st.global.u32 [%d1], %r0;", true)]
    [InlineData("@%p1 st.global.u32 [%d1], %r0; bar.sync 0; ld.global.u32 %r4, [%d1];", true)]
    [InlineData("st.global.u8 [%d4], %r0;", true)] // neighbouring bytes
    public void ARaceInGlobalMemory_IsFoundInOneBlock(string instructions, bool allowed)
    {
        var body = "ld.param.u64 %d1, [y]; mov.u32 %r0, %tid.x; mul.wide.u32 %d2, %r0, 4; add.s64 %d3, %d1, %d2; cvt.u64.u32 %d5, %r0;"
            + "add.s64 %d4, %d1, %d5; setp.eq.u32 %p1, %r0, 2;" + instructions + " ret;";
        using var bench = new Bench(new() { DetectRaces = true });
        Assert.Equal(allowed, Record.Exception(() => bench.Run<uint>(body, [1], 4, threads: 4)) is null);
    }

    [Theory]
    [InlineData("bar.sync 0; st.global.u32 [%d1], 1;", false)] // a barrier orders no blocks
    [InlineData("ld.global.u32 %r4, [%d1]; bar.sync 0; @%p1 st.global.u32 [%d1], %r0;", false)]
    [InlineData("st.global.u32 [%d3], 1; ld.global.u32 %r4, [%d3];", true)]
    [InlineData("red.global.add.u32 [%d1], 1;", true)]
    public void ARaceBetweenBlocks_IsFound(string instructions, bool allowed)
    {
        var body = "ld.param.u64 %d1, [y]; mov.u32 %r0, %ctaid.x; mul.wide.u32 %d2, %r0, 4; add.s64 %d3, %d1, %d2; setp.eq.u32 %p1, %r0, 3;"
            + instructions + " ret;";
        using var bench = new Bench(new() { DetectRaces = true });
        for (var launch = 0; launch < 2; launch++)
        {
            // The second launch is ordered after the first.
            Assert.Equal(allowed, Record.Exception(() => bench.Run<uint>(body, [1], 4, blocks: 4)) is null);
            if (!allowed)
            {
                return;
            }
        }
    }

    [Theory]
    [InlineData("@%p1 ret; bar.sync 0; ret;", "ended at PTX line")]
    [InlineData("@%p1 bra $A; bar.sync 0; ret; $A: bar.sync 0; ret;", "waits at PTX line")]
    public void BarrierDivergence_IsAFaultWithBothPlaces(string body, string words)
    {
        using var bench = new Bench();
        var fault = bench.Fault("mov.u32 %r0, %tid.x; setp.eq.u32 %p1, %r0, 2;\n" + body, threads: 4);
        Assert.Contains("barrier divergence: thread 0 waits at PTX line", fault.Message, StringComparison.Ordinal);
        Assert.Contains("thread 2 " + words, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The lanes that the examples of PTX ISA 9.7.9.6 read.</summary>
    [Theory]
    [InlineData("bfly", 1, 31, "1 0 3 2 5 4 7 6")]
    [InlineData("idx", 5, 31, "5 5 5 5 5 5 5 5")]
    [InlineData("idx", 1, 0x1c03, "1 1 1 1 5 5 5 5")] // segments of four lanes
    [InlineData("up", 2, 0, "0 1 0 1 2 3 4 5")]
    [InlineData("down", 3, 7, "3 4 5 6 7 5 6 7")]
    public void Shuffles_ReadOtherLanes(string mode, int b, int c, string lanes)
    {
        using var bench = new Bench();
        var body = "ld.param.u64 %d1, [y]; mov.u32 %r0, %laneid; mul.wide.u32 %d2, %r0, 4; add.s64 %d3, %d1, %d2; add.u32 %r1, %r0, 100;"
            + $"shfl.sync.{mode}.b32 %r2, %r1, {b}, {c}, 255; bar.warp.sync 255; st.global.u32 [%d3], %r2; ret;";
        Assert.Equal(lanes.Split(' ').Select(l => 100 + uint.Parse(l)), bench.Run<uint>(body, [1], 8, threads: 8));
    }

    [Fact]
    public void AShuffleThatALaneDoesNotReach_IsAFault()
    {
        using var bench = new Bench();
        var fault = bench.Fault(
            "mov.u32 %r0, %tid.x; setp.eq.u32 %p1, %r0, 2; @%p1 ret; shfl.sync.bfly.b32 %r2, %r0, 1, 31, 15; ret;", threads: 4);
        Assert.Contains("warp divergence", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelWithoutAnEnd_IsStopped()
    {
        using var bench = new Bench(new() { MaximumInstructionsPerThread = 1000 });
        Assert.Equal(CuResult.LaunchTimeout, bench.Fault("$L: bra $L;").Result);
    }

    [Fact]
    public void SpecialRegisters_NameThreadAndBlock()
    {
        using var bench = new Bench();
        var function = bench.Load(Bench.Kernel(
            """
            ld.param.u64 %d1, [y]; mov.u32 %r0, %ctaid.z; mov.u32 %r1, %nctaid.y; mov.u32 %r2, %ctaid.y; mad.lo.s32 %r0, %r0, %r1, %r2;
            mov.u32 %r1, %nctaid.x; mov.u32 %r2, %ctaid.x; mad.lo.s32 %r0, %r0, %r1, %r2;
            mov.u32 %r1, %ntid.x; mov.u32 %r2, %tid.x; mad.lo.s32 %r0, %r0, %r1, %r2;
            mul.wide.u32 %d2, %r0, 4; add.s64 %d1, %d1, %d2; st.global.u32 [%d1], %r0; ret;
            """));
        var y = bench.Upload(new uint[120]);
        bench.Context.Launch(function, new(2, 3, 4, 5), [y, y, 0]);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => (uint)i), bench.Download<uint>(y, 120));
    }
}
