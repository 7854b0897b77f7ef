using Conformance.Bench.Harness;
using Conformance.Models.Recipes;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

/// <summary>What is measured, and how long.</summary>
internal sealed record GpuPlan
{
    private static readonly ElementFormat[] Formats = [ElementFormat.F32, ElementFormat.BF16, ElementFormat.Q8_0];

    public required TimingRules Rules { get; init; }

    /// <summary>Elements of each of the two buffers of the copy that stands for the memory's bandwidth.</summary>
    public required int CopyElements { get; init; }

    /// <summary>Bytes of the copy before each sample.</summary>
    public required long LeadBytes { get; init; }

    /// <summary>Squares.</summary>
    public required IReadOnlyList<int> Products { get; init; }

    /// <summary>[out, in].</summary>
    public required IReadOnlyList<(int Out, int In)> Matrices { get; init; }

    public required IReadOnlyList<(int Count, int Length)> Rows { get; init; }

    public required int Elements { get; init; }

    public required IReadOnlyList<int> Positions { get; init; }

    public required (int Heads, int Size) Attention { get; init; }

    public required IReadOnlyList<ModelRecipe> Models { get; init; }

    /// <summary>Positions before the tokens that are timed.</summary>
    public required int Prefix { get; init; }

    public static GpuPlan Full { get; } = new()
    {
        Rules = TimingRules.Full,
        CopyElements = 1 << 28,
        LeadBytes = 128 << 20,
        Products = [64, 256, 512, 1024, 2048, 4096, 8192],
        Matrices = [(4096, 4096), (8192, 8192), (32000, 4096)],
        Rows = [(1, 4096), (1, 32000), (4096, 4096)],
        Elements = 1 << 24,
        Positions = [128, 512, 1024, 2048, 4096, 8192],
        Attention = (32, 128),
        Models = [ModelRecipes.F32, ModelRecipes.BF16, ModelRecipes.Q8, .. Formats.Select(BillionModel.Of)],
        Prefix = 128,
    };

    public static GpuPlan Quick { get; } = Full with
    {
        Rules = TimingRules.Quick,
        Products = [64, 1024, 4096],
        Matrices = [(4096, 4096)],
        Rows = [(1, 4096), (4096, 4096)],
        Positions = [128, 1024, 8192],
        Models = [ModelRecipes.BF16, BillionModel.Of(ElementFormat.BF16)],
    };

    public IEnumerable<GpuTask> Tasks() => [Copy, .. ProductTasks(), .. MatrixTasks(), .. RowTasks(), .. AttentionTasks(), .. ModelTasks()];

    private GpuTask Copy => new(
        "GpuCopy", $"Elements={CopyElements}", GpuOperation.Copy, ElementFormat.F32, [CopyElements], Work.Bytes(8.0 * CopyElements));

    private IEnumerable<GpuTask> ProductTasks() =>
        from size in Products
        from format in Formats
        select new GpuTask("GpuMatMul", $"Size={size}", GpuOperation.MatMul, format, [size], Work.Flop(2.0 * size * size * size));

    private IEnumerable<GpuTask> MatrixTasks() =>
        from matrix in Matrices
        from format in Formats
        let bytes = format.ByteCount(new Shape(matrix.Out, matrix.In))
        select new GpuTask(
            "GpuMatVec", $"Out={matrix.Out}, In={matrix.In}", GpuOperation.MatVec, format, [matrix.Out, matrix.In], Work.Bytes(bytes))
        {
            ColdBytes = bytes,
        };

    private IEnumerable<GpuTask> RowTasks()
    {
        foreach (var (count, length) in Rows)
        {
            // Each number is read once and written once.
            var (parameters, work) = ($"Rows={count}, Length={length}", Work.Bytes(8.0 * count * length));
            yield return new GpuTask("GpuSoftmax", parameters, GpuOperation.Softmax, ElementFormat.F32, [count, length], work);
            yield return new GpuTask("GpuRmsNorm", parameters, GpuOperation.RmsNorm, ElementFormat.F32, [count, length], work);
        }

        yield return new GpuTask(
            "GpuExp", $"Elements={Elements}", GpuOperation.Exp, ElementFormat.F32, [Elements], Work.Bytes(8.0 * Elements));
    }

    private IEnumerable<GpuTask> AttentionTasks() =>
        from positions in Positions
        let bytes = 8L * positions * Attention.Heads * Attention.Size
        select new GpuTask(
            "GpuAttention", $"Positions={positions}, Heads={Attention.Heads}, HeadSize={Attention.Size}",
            GpuOperation.Attention, ElementFormat.F32, [positions, Attention.Heads, Attention.Size], Work.Bytes(bytes))
        {
            ColdBytes = bytes,
        };

    private IEnumerable<GpuTask> ModelTasks() => Models.Select(model => new GpuTask(
        "GpuDecode", $"Model={model.Name}", GpuOperation.Decode, model.Config.WeightFormat, [Prefix], Work.Tokens(1))
    {
        Model = model,
    });
}
