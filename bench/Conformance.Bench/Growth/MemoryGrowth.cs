using Conformance.Backends.Cpu;
using Conformance.Bench.Harness;
using Conformance.Models;
using Conformance.Models.Decoding;
using Conformance.Tensors;

namespace Conformance.Bench.Growth;

/// <summary>
/// Memory of a decoder that has made one pass: the bytes that it asks of the device, and by how much this process' resident memory
/// grows, which has the host's copy of the weights as well and whatever the CPU packs for itself.
/// </summary>
internal sealed class MemoryGrowth(bool isQuick)
{
    public const string ParametersName = "Growth.MemoryOfParameters";
    public const string ContextName = "Growth.MemoryOfContext";

    public GrowthChart Parameters()
    {
        int[] dims = isQuick ? [128, 256, 512] : [128, 256, 512, 1024];
        var series = new List<GrowthSeries>();
        foreach (var format in new[] { ElementFormat.F32, ElementFormat.BF16, ElementFormat.Q8_0 })
        {
            var configs = dims.Select(d => GrowthModel.Config(d, 64, format)).ToList();
            series.AddRange(Both(format.Name(), configs, configs.Select(GrowthModel.Parameters)));
        }

        return new(ParametersName, "Memory against the size of the model", "parameters", "memory", "B", 1, series);
    }

    public GrowthChart Context()
    {
        int[] contexts = isQuick ? [512, 2048, 8192] : [512, 2048, 8192, 32768];
        var configs = contexts.Select(c => GrowthModel.Config(256, c)).ToList();
        return new(
            ContextName, "Memory against the context", "context", "memory", "B", 1, [
                .. Both("f32, width 256", configs, contexts.Select(c => (double)c))]);
    }

    private static IEnumerable<GrowthSeries> Both(string label, IEnumerable<LlamaConfig> configs, IEnumerable<double> xs)
    {
        var measured = configs.Zip(xs, (config, x) => (X: x, Bytes: Of(config))).ToList();
        yield return new($"{label}, device", [.. measured.Select(m => Point(m.X, m.Bytes.Device))]);

        // Below a page or so the growth of a process says nothing about one model.
        var resident = measured.Where(m => m.Bytes.Resident > 1 << 20).ToList();
        if (resident.Count >= 2)
        {
            yield return new($"{label}, resident", [.. resident.Select(m => Point(m.X, m.Bytes.Resident))]);
        }
    }

    private static GrowthPoint Point(double x, long bytes) => new(x, bytes, bytes, bytes);

    private static (long Device, long Resident) Of(LlamaConfig config)
    {
        var before = Resident();
        using var cpu = new CountingBackend(new CpuBackend());
        using var decoder = new Decoder(cpu, GrowthModel.Weights(config));
        decoder.Forward([1], 0);
        var after = Resident();
        GC.KeepAlive(decoder);
        return (cpu.Bytes, after - before);
    }

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
