using Conformance.Backends.Cpu;
using Conformance.Bench.Harness;
using Conformance.Models;
using Conformance.Models.Decoding;
using Conformance.Tensors;

namespace Conformance.Bench.Growth;

/// <summary>The time of one pass of the decoder against one of its sizes, with the others held.</summary>
internal sealed class TimeGrowth(bool isQuick)
{
    public const string ParametersName = "Growth.Parameters";
    public const string PositionName = "Growth.Position";
    public const string RowsName = "Growth.Rows";
    public const string ThreadsName = "Growth.Threads";

    private const int Held = 512;

    private readonly TimeBudget _budget = isQuick
        ? new(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.2))
        : new(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2));

    /// <summary>One token at position 0, all processors.</summary>
    public GrowthChart Parameters()
    {
        int[] dims = isQuick ? [64, 128, 256, 512] : [64, 128, 256, 512, 1024];
        ElementFormat[] formats = [ElementFormat.F32, ElementFormat.BF16, ElementFormat.Q8_0];
        return new(ParametersName, "Time per token against the size of the model", "parameters", "time per token", "ns", 1,
            [.. formats.Select(f => new GrowthSeries(f.Name(), [.. dims.Select(d => OneToken(GrowthModel.Config(d, 64, f)))]))]);
    }

    /// <summary>One token after so many others; the cache is filled by passes of many rows.</summary>
    public GrowthChart Position()
    {
        int[] positions = isQuick ? [32, 128, 512, 2048] : [32, 128, 512, 1024, 2048, 4096, 8192];
        using var cpu = new CpuBackend();
        using var decoder = new Decoder(cpu, GrowthModel.Weights(GrowthModel.Config(256, positions[^1] + 1)));
        var tokens = GrowthModel.Tokens(positions[^1]);
        var points = new List<GrowthPoint>();
        foreach (var position in positions)
        {
            while (decoder.Length < position)
            {
                var rows = Math.Min(64, position - decoder.Length);
                decoder.Forward(tokens.AsSpan(decoder.Length, rows), decoder.Length);
            }

            points.Add(Timing.Of(position, () => decoder.Forward(tokens.AsSpan(0, 1), position), _budget));
        }

        return new(
            PositionName, "Time per token against the position in the context", "position", "time per token", "ns", 1, [
                new("f32, width 256", points)]);
    }

    /// <summary>One pass of many rows, all processors.</summary>
    public GrowthChart Rows()
    {
        int[] rows = isQuick ? [1, 4, 16, 64] : [1, 2, 4, 8, 16, 32, 64];
        ElementFormat[] formats = [ElementFormat.F32, ElementFormat.Q8_0];
        return new(RowsName, "Time of a pass against the rows of its batch", "rows", "time of a pass", "ns", 1, [.. formats.Select(f =>
        {
            using var cpu = new CpuBackend();
            using var decoder = new Decoder(cpu, GrowthModel.Weights(GrowthModel.Config(Held, 64, f)));
            return new GrowthSeries($"{f.Name()}, width {Held}", [.. rows.Select(r => Pass(decoder, r, r))]);
        })]);
    }

    /// <summary>One token, and a pass of 64, on ever more threads.</summary>
    public GrowthChart Threads()
    {
        var threads = Enumerable.Range(0, 10).Select(i => 1 << i).Where(t => t < Environment.ProcessorCount)
            .Append(Environment.ProcessorCount).ToList();
        int[] batches = [1, 64];
        return new(ThreadsName, "Time of a pass against threads", "threads", "time of a pass", "ns", -1, [.. batches.Select(rows =>
            new GrowthSeries(rows == 1 ? "one token" : $"{rows} rows", [.. threads.Select(t =>
            {
                using var cpu = new CpuBackend(t);
                using var decoder = new Decoder(cpu, GrowthModel.Weights(GrowthModel.Config(Held, 64)));
                return Pass(decoder, rows, t);
            })]))]);
    }

    private GrowthPoint OneToken(LlamaConfig config)
    {
        using var cpu = new CpuBackend();
        using var decoder = new Decoder(cpu, GrowthModel.Weights(config));
        return Pass(decoder, 1, GrowthModel.Parameters(config));
    }

    private GrowthPoint Pass(Decoder decoder, int rows, double x)
    {
        var tokens = GrowthModel.Tokens(rows);
        return Timing.Of(x, () => decoder.Forward(tokens, 0), _budget);
    }
}
