using System.Globalization;
using Conformance.Backends.OpenCl.Interop;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>
/// Which kernels run on a device, in which sizes: a function of its facts alone. Kernels are compiled for one plan; which of them a
/// call gets, and in how many pieces, is a function of plan and shape. No choice changes a bit.
/// </summary>
/// <param name="Kernels">The family of products.</param>
/// <param name="Group">Work-items of a cooperative group: rows, sampling, tiles.</param>
/// <param name="Lanes">Panels: numbers in a vector, 8 or 16. A panel is two vectors wide.</param>
/// <param name="RowTile">Panels: rows whose accumulators stay in registers, two vectors each.</param>
/// <param name="Binary64">Panels: exp is computed in binary64 where that decides the bits, else all of it in integers.</param>
public sealed partial record TilePlan(MatrixKernels Kernels, int Group, int Lanes, int RowTile, bool Binary64 = false)
{
    /// <summary>Fewer than these do not run the cooperative kernels: eight rows of q8_0 share a group.</summary>
    public const int SmallestGroup = 8;

    /// <summary>The group of tiles and squares, whose index arithmetic is made for it.</summary>
    public const int TileGroup = 64;

    private const int Chunk = 256;
    private const int SquareSide = 64;
    private const int SquareStep = 16;
    private const int TileStep = 32;
    private const int TileSlots = 8;
    private const int FewRows = 4;

    /// <summary>Local memory of one group of the most demanding kernel, in bytes: the arrays in Kernels/, counted.</summary>
    public int LocalMemoryBytes
    {
        get
        {
            var cooperative = 2 * sizeof(ulong) * Group;
            var tiles = sizeof(float) * ((TileGroup * (TileStep + 1)) + (FewRows * TileSlots * (TileStep + 1)) + (FewRows * TileGroup));
            return Math.Max(cooperative, Kernels switch
            {
                MatrixKernels.Panels =>
                    sizeof(float) * ((2 * Lanes * Chunk) + (2 * Lanes * Chunk / ElementFormats.BlockLength) + (FewRows * Chunk)),
                MatrixKernels.Tiles => tiles,
                MatrixKernels.Squares => Math.Max(tiles, sizeof(float) * 2 * SquareStep * (SquareSide + 1)),
                _ => 0,
            });
        }
    }

    /// <summary>What the kernels are compiled with.</summary>
    public string BuildOptions =>
        string.Create(
            CultureInfo.InvariantCulture, $"-D GROUP={Group} -D LANES={Lanes} -D ROW_TILE={RowTile}{(Binary64 ? " -D BINARY64" : "")}");

    /// <summary>The plan for a device: the largest tiles that its facts allow.</summary>
    /// <exception cref="ArgumentException">The facts allow no plan: see <see cref="Unfit"/>.</exception>
    public static TilePlan For(DeviceFacts facts) => Choices(facts).FirstOrDefault(plan => plan.Fits(facts))
        ?? throw new ArgumentException(Unfit(facts), nameof(facts));

    /// <summary>Why no plan fits, or null where one does.</summary>
    public static string? Unfit(DeviceFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.MaxWorkGroupSize < SmallestGroup ? $"its work-groups hold {facts.MaxWorkGroupSize} items, not {SmallestGroup}"
            : Choices(facts).Any(plan => plan.Fits(facts)) ? null
            : $"it has {facts.LocalMemoryBytes} bytes of local memory, too few for any kernel";
    }

    /// <summary>
    /// The kernels that run in groups and are the most demanding ones of this plan: what the compiler made of them decides.
    /// </summary>
    internal IReadOnlyList<string> GroupedKernels => Kernels switch
    {
        MatrixKernels.Tiles => ["k_argmax", "k_matmul_tile4_f32", "k_matmul_q8_0"],
        MatrixKernels.Squares => ["k_argmax", "k_matmul_tile4_f32", "k_matmul_q8_0", "k_matmul_square_f32"],
        _ => ["k_argmax"],
    };

    /// <summary>Whether the device has the group, the local memory and the formats.</summary>
    public bool Fits(DeviceFacts facts) =>
        (ulong)Group <= facts.MaxWorkGroupSize && (ulong)LocalMemoryBytes <= facts.LocalMemoryBytes && (facts.HasBinary64 || !Binary64);

    /// <summary>Whether the device can run a kernel as it was compiled, in groups of <paramref name="group"/>.</summary>
    public static bool Fits(DeviceFacts facts, KernelFacts kernel, int group) =>
        (ulong)group <= kernel.MaxWorkGroupSize && kernel.LocalMemoryBytes <= facts.LocalMemoryBytes;

    /// <summary>All plans that make sense for a kind of device, the best first.</summary>
    public static IEnumerable<TilePlan> Choices(DeviceFacts facts)
    {
        // A GPU hides latency with many work-items and has local memory for their sharing. Everything else is taken for a processor
        // whose work-items are loops on a core, even where it calls some of its memory local: there a barrier costs and a vector pays.
        var group = 1;
        while (group < TileGroup && (ulong)group * 2 <= facts.MaxWorkGroupSize)
        {
            group *= 2;
        }

        if (facts.Type == "GPU")
        {
            if (facts.HasDedicatedLocalMemory)
            {
                yield return new TilePlan(MatrixKernels.Squares, TileGroup, 8, FewRows);
            }

            yield return new TilePlan(MatrixKernels.Tiles, TileGroup, 8, FewRows);
        }
        else
        {
            if (facts.NativeVectorWidth >= 16)
            {
                yield return new TilePlan(MatrixKernels.Panels, group, 16, 8, facts.HasBinary64);
            }

            yield return new TilePlan(MatrixKernels.Panels, group, 8, FewRows, facts.HasBinary64);
        }

        for (; group >= SmallestGroup; group /= 2)
        {
            yield return new TilePlan(MatrixKernels.Rows, group, 8, FewRows);
        }
    }

    /// <summary>As in the report: 'panels 8x32 lanes 16 group 64'.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tile} group {Group}");

    private string Tile => Kernels switch
    {
        MatrixKernels.Panels =>
            string.Create(CultureInfo.InvariantCulture, $"panels {RowTile}x{2 * Lanes} lanes {Lanes}{(Binary64 ? " binary64" : "")}"),
        MatrixKernels.Tiles => "tiles 4x8",
        MatrixKernels.Squares => "squares 64x64",
        _ => "rows 4x8",
    };
}
