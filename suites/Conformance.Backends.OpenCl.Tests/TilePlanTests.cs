using Conformance.Backends.OpenCl.Interop;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>From facts to a plan, and from a shape to a launch; no device is needed.</summary>
public sealed class TilePlanTests
{
    public static TheoryData<string, string> Expected() => new()
    {
        { nameof(CapturedDevices.Pocl), "panels 8x32 lanes 16 binary64 group 64" },
        { nameof(CapturedDevices.Llvmpipe), "panels 4x16 lanes 8 binary64 group 64" },
        { nameof(CapturedDevices.Oclgrind), "panels 4x16 lanes 8 binary64 group 64" },
        { nameof(CapturedDevices.Nvidia), "squares 64x64 group 64" },
        { nameof(CapturedDevices.Amd), "squares 64x64 group 64" },
        { nameof(CapturedDevices.Mali), "tiles 4x8 group 64" },
        { nameof(CapturedDevices.Least), "rows 4x8 group 8" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_device_gets_the_plan_of_its_kind(string device, string plan) =>
        Assert.Equal(plan, TilePlan.For(Facts(device)).ToString());

    [Fact]
    public void Less_local_memory_gives_smaller_tiles_and_at_last_none()
    {
        string Plan(ulong bytes) => TilePlan.For(CapturedDevices.Pocl with { LocalMemoryBytes = bytes, HasBinary64 = false }).ToString();
        Assert.Equal("panels 8x32 lanes 16 group 64", Plan(37888));
        Assert.Equal("panels 4x16 lanes 8 group 64", Plan(37887));
        Assert.Equal("rows 4x8 group 64", Plan(20991));
        Assert.Equal("rows 4x8 group 32", Plan(1023));
        Assert.Equal("rows 4x8 group 8", Plan(128));
        string Gpu(ulong bytes) => TilePlan.For(CapturedDevices.Nvidia with { LocalMemoryBytes = bytes }).ToString();
        Assert.Equal("squares 64x64 group 64", Gpu(13696));
        Assert.Equal("rows 4x8 group 64", Gpu(13695));
    }

    [Theory]
    [InlineData(7, 1 << 15, "work-groups hold 7 items, not 8")]
    [InlineData(1024, 127, "127 bytes of local memory, too few for any kernel")]
    [InlineData(0, 0, "work-groups hold 0 items, not 8")]
    public void A_device_that_is_too_small_has_no_plan_and_the_reason_is_named(ulong group, ulong bytes, string reason)
    {
        var facts = CapturedDevices.Nvidia with { MaxWorkGroupSize = group, LocalMemoryBytes = bytes };
        Assert.Contains(reason, TilePlan.Unfit(facts), StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => TilePlan.For(facts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_the_compiler_left_too_few_registers_does_not_fit()
    {
        var facts = CapturedDevices.Amd;
        Assert.True(TilePlan.Fits(facts, new KernelFacts(64, 64, 13696, 0), 64));
        Assert.False(TilePlan.Fits(facts, new KernelFacts(63, 64, 13696, 0), 64));
        Assert.False(TilePlan.Fits(facts, new KernelFacts(256, 64, facts.LocalMemoryBytes + 1, 0), 64));
    }

    [Fact]
    public void Any_facts_give_a_plan_within_their_limits_or_a_reason()
    {
        var random = new Random(71);
        for (var i = 0; i < 20_000; i++)
        {
            var facts = new DeviceFacts(
                new[] { "CPU", "GPU", "ACCELERATOR" }[random.Next(3)], Any(random), Any(random), Any(random), random.Next(2) == 0,
                Any(random) % 65,
                random.Next(2) == 0);
            if (TilePlan.Unfit(facts) is not null)
            {
                Assert.True(facts.MaxWorkGroupSize < 8 || facts.LocalMemoryBytes < 128, facts.ToString());
                continue;
            }

            var plan = TilePlan.For(facts);
            Assert.True(
                (ulong)plan.Group <= facts.MaxWorkGroupSize && (ulong)plan.LocalMemoryBytes <= facts.LocalMemoryBytes
                    && (facts.HasBinary64 || !plan.Binary64), $"{facts} {plan}");
            Assert.True(plan.Kernels is MatrixKernels.Rows or MatrixKernels.Panels || plan.Group == TilePlan.TileGroup, $"{facts} {plan}");
            Assert.Contains(plan.Lanes, new[] { 8, 16 });
            var (rows, columns, groups) = (random.Next(3000), random.Next(70_000), 1 + random.Next(8));
            Launching[] launches =
            [
                plan.Product(facts, ElementFormat.BF16, rows, columns), plan.QuantizedProduct(facts, rows, columns),
                plan.Scores(facts, rows, groups * 4, groups, columns), plan.Values(facts, rows, groups * 4, groups, columns % 300),
            ];
            Assert.All(launches, l => Valid(facts, plan, l));
            Covers(plan, launches[0], rows, columns);
            Covers(plan, launches[2], rows * 4, columns);
        }
    }

    [Fact]
    public void Every_unit_gets_work_where_there_is_enough_of_it()
    {
        var facts = CapturedDevices.Pocl with { ComputeUnits = 128 };
        var wide = TilePlan.For(facts).Product(facts, ElementFormat.F32, 2048, 2048);
        Assert.True(wide.Range.X * wide.Range.Y >= 128 * 4, wide.ToString());
        Assert.Equal(256, TilePlan.For(CapturedDevices.Pocl).Product(CapturedDevices.Pocl, ElementFormat.F32, 2048, 2048).RowBlock);
    }

    private static void Valid(DeviceFacts facts, TilePlan plan, Launching launch)
    {
        Assert.True(launch.Range.LocalX == 1 || launch.Range.LocalX == plan.Group, launch.ToString());
        Assert.True((ulong)launch.Range.LocalX <= facts.MaxWorkGroupSize && launch.Range.X % launch.Range.LocalX == 0, launch.ToString());
        Assert.True(launch.RowBlock == 0 || launch.RowBlock % plan.RowTile == 0, launch.ToString());
    }

    /// <summary>Every output belongs to a piece, and no piece is empty.</summary>
    private static void Covers(TilePlan plan, Launching launch, int rows, int columns)
    {
        if (launch.RowBlock > 0)
        {
            var (x, y) = (launch.Range.X * 2 * plan.Lanes, launch.Range.Y * launch.RowBlock);
            Assert.True(x >= columns && x < columns + (2 * plan.Lanes) && y >= rows && y < rows + launch.RowBlock, launch.ToString());
        }
    }

    private static DeviceFacts Facts(string name) => (DeviceFacts)typeof(CapturedDevices).GetProperty(name)!.GetValue(null)!;

    /// <summary>Small and large numbers, powers of two and their neighbours.</summary>
    private static ulong Any(Random random) => random.Next(3) switch
    {
        0 => (ulong)random.Next(70),
        1 => (1UL << random.Next(40)) + (ulong)random.Next(3) - (random.Next(2) == 0 ? 1UL : 0UL),
        _ => (ulong)random.NextInt64(1L << random.Next(1, 40)),
    };
}
