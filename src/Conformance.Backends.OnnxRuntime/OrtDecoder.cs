using System.Globalization;
using System.Runtime.InteropServices;
using Conformance.Backends.OnnxRuntime.Onnx;
using Conformance.Certification.Grading;
using Conformance.Models;
using Conformance.Models.Weights;
using Conformance.Numerics.Formats;
using Conformance.Numerics.Inputs;
using Conformance.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Backends.OnnxRuntime;

/// <summary>The decoder of SA-1 section 8 as one ONNX graph with past and present keys and values.</summary>
internal sealed class OrtDecoder : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly List<string> _outputs = [];
    private readonly HostTensor _cos;
    private readonly HostTensor _sin;

    public OrtDecoder(LlamaWeights weights, Schedule schedule)
    {
        (Weights, Schedule) = (weights, schedule);
        (_cos, _sin) = RopeTable.Make(Config.Context, Config.HeadSize / 2, Config.Theta);
        using var options = OrtSchedules.Options(schedule);
        _session = new InferenceSession(Build(), options);
    }

    public LlamaWeights Weights { get; }

    public Schedule Schedule { get; }

    private LlamaConfig Config => Weights.Config;

    public HostTensor Run(IReadOnlyList<int> tokens, int chunk)
    {
        var logits = new HostTensor(ElementFormat.F32, new Shape(tokens.Count, Config.Vocabulary));
        var cache = Enumerable.Range(0, 2 * Config.Layers)
            .Select(_ => OrtTensors.Of(TensorElementType.Float, [0, Config.KvHeads, Config.HeadSize], [])).ToList();
        for (var position = 0; position < tokens.Count; position += chunk)
        {
            int[] part = [.. tokens.Skip(position).Take(chunk)];
            var results = Pass(part, position, cache);
            OrtTensors.ToHost(results[0]).Floats.CopyTo(logits.Floats[(position * Config.Vocabulary)..]);
            results[0].Dispose();
            cache.ForEach(c => c.Dispose());
            cache = [.. results.Skip(1)];
        }

        cache.ForEach(c => c.Dispose());
        return logits;
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private List<OrtValue> Pass(int[] tokens, int position, List<OrtValue> cache)
    {
        var rows = tokens.Length;
        var half = Config.HeadSize / 2;
        byte[] Table(HostTensor table) => MemoryMarshal.AsBytes(table.Floats.Slice(position * half, rows * half)).ToArray();
        List<OrtValue> own =
        [
            OrtTensors.Of(TensorElementType.Int32, [rows], MemoryMarshal.AsBytes(tokens.AsSpan())),
            OrtTensors.Of(TensorElementType.Bool, [rows, position + rows], OrtOperators.Mask(rows, position + rows, position)),
            OrtTensors.Of(TensorElementType.Float, [rows, 1, half], Table(_cos)),
            OrtTensors.Of(TensorElementType.Float, [rows, 1, half], Table(_sin)),
        ];
        try
        {
            List<string> names = ["ids", "mask", "cos", "sin", .. Enumerable.Range(0, cache.Count).Select(i => Past(i))];

            // The caller disposes the results one by one, since the caches live on.
            return [.. _session.Run(_options, names, [.. own, .. cache], _outputs)];
        }
        catch (OnnxRuntimeException e)
        {
            throw new BackendException(BackendFailure.Execution, e.Message, e);
        }
        finally
        {
            own.ForEach(v => v.Dispose());
        }
    }

    private byte[] Build()
    {
        var graph = new GraphBuilder();
        var ids = graph.Input("ids", TensorElementType.Int32, -1);
        var mask = graph.Input("mask", TensorElementType.Bool, -1, -1);
        var cos = graph.Input("cos", TensorElementType.Float, -1, 1, Config.HeadSize / 2);
        var sin = graph.Input("sin", TensorElementType.Float, -1, 1, Config.HeadSize / 2);
        var past = Enumerable.Range(0, 2 * Config.Layers)
            .Select(i => graph.Input(Past(i), TensorElementType.Float, -1, Config.KvHeads, Config.HeadSize)).ToList();
        var embedding = W(graph, WeightRole.Embedding);
        var head = Config.IsTied ? embedding : W(graph, WeightRole.Head);
        var x = graph.Node("Gather", [embedding, ids], ("axis", 0));
        var present = new List<string>();
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            string Linear(string value, WeightRole role) => Multiply(graph, value, W(graph, role, layer));
            string Heads(string value, int heads) => graph.Node("Reshape", [value, graph.Integers(-1, heads, Config.HeadSize)]);
            string Turn(string value, int heads) => OrtOperators.Rope(graph, value, cos, sin, heads, Config.HeadSize, (int)Config.Pairing);
            var h = Norm(graph, x, WeightRole.AttentionNorm, layer);
            var q = Turn(Heads(Linear(h, WeightRole.Wq), Config.Heads), Config.Heads);
            var k =
                graph.Node("Concat", [past[2 * layer], Turn(Heads(Linear(h, WeightRole.Wk), Config.KvHeads), Config.KvHeads)], ("axis", 0));
            var v = graph.Node("Concat", [past[(2 * layer) + 1], Heads(Linear(h, WeightRole.Wv), Config.KvHeads)], ("axis", 0));
            present.AddRange([k, v]);
            var a = OrtOperators.Attention(graph, q, k, v, mask, 1f / MathF.Sqrt(Config.HeadSize));
            x = graph.Node("Add", [x, Linear(graph.Node("Reshape", [a, graph.Integers(-1, Config.Dim)]), WeightRole.Wo)]);
            h = Norm(graph, x, WeightRole.FfnNorm, layer);
            var gate = graph.Node("Mul", [OrtOperators.Silu(graph, Linear(h, WeightRole.W1)), Linear(h, WeightRole.W3)]);
            x = graph.Node("Add", [x, Linear(gate, WeightRole.W2)]);
        }

        _outputs.Add(Multiply(graph, Norm(graph, x, WeightRole.FinalNorm, 0), head));
        _outputs.AddRange(present);
        _outputs.ForEach(name => graph.Output(name, TensorElementType.Float));
        return graph.ToModel();
    }

    private string Norm(GraphBuilder graph, string x, WeightRole role, int layer) =>
        graph.Node("RMSNormalization", [x, W(graph, role, layer)], ("axis", -1), ("epsilon", Config.Eps));

    private static string Multiply(GraphBuilder graph, string x, string weights) => graph.Node("Gemm", [x, weights], ("transB", 1));

    /// <summary>16-bit weights are widened here, exactly, so that the graph is f32 throughout.</summary>
    private string W(GraphBuilder graph, WeightRole role, int layer = 0)
    {
        var tensor = Weights[role, layer];
        var wide = new HostTensor(ElementFormat.F32, tensor.Shape);
        StorageFormat.Widen(tensor, 0, wide.Floats);
        return graph.Constant(wide);
    }

    private static string Past(int index) => "past" + index.ToString(CultureInfo.InvariantCulture);
}
