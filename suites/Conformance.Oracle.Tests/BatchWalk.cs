using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

/// <summary>[M1] written with the operators of section 5 over all tokens at once, as a check of the stepwise decoder.</summary>
internal sealed class BatchWalk(OracleConfig config, IReadOnlyDictionary<string, OracleTensor> weights)
{
    /// <summary>The traces and then the logits, each with a row per token.</summary>
    public List<OracleTensor> Run(int[] tokens)
    {
        var rows = tokens.Length;
        var x = One("embedding", [], ("table", weights["embedding"]), ("ids", OracleTensor.FromInts(tokens, rows)));
        var traces = new List<OracleTensor> { x };
        for (var layer = 0; layer < config.Layers; layer++)
        {
            OracleTensor W(string name) => weights[$"layer.{layer}.{name}"];
            var h = Norm(x, W("attention_norm"));
            var q = Rope(Matmul(h, W("wq")), config.Heads);
            var k = Cache(Rope(Matmul(h, W("wk")), config.KvHeads));
            var v = Cache(Matmul(h, W("wv")));
            var scale = Strict.Div(1, Strict.Sqrt(config.HeadSize));
            long[] shape = [config.Context, config.KvHeads, config.HeadSize];
            var a = One(
                "attention",
                [("position", 0L), ("scale", Strict.Bits(scale))],
                ("q", q), ("k", k with { Shape = shape }), ("v", v with { Shape = shape }));
            x = One("add", [], ("a", x), ("b", Matmul(a with { Shape = [rows, config.Dim] }, W("wo"))));
            h = Norm(x, W("ffn_norm"));
            var s = One("swiglu", [], ("a", Matmul(h, W("w1"))), ("b", Matmul(h, W("w3"))));
            x = One("add", [], ("a", x), ("b", Matmul(s, W("w2"))));
            traces.Add(x);
        }

        traces.Add(Norm(x, weights["final_norm"]));
        traces.Add(Matmul(traces[^1], weights[config.Tied ? "embedding" : "head"]));
        return traces;
    }

    public static OracleTensor Row(OracleTensor rows, int row)
    {
        var width = (int)rows.Shape[1];
        return OracleTensor.FromFloats("f32", rows.Floats().AsSpan(row * width, width), width);
    }

    private OracleTensor Matmul(OracleTensor a, OracleTensor w) => config.Format == "q8_0"
        ? One("matmul_q8_0", [], ("a", One("quantize", [], ("x", a))), ("b", w))
        : One("matmul", [], ("a", a), ("b", w));

    private OracleTensor Norm(OracleTensor x, OracleTensor gain) => One("rmsnorm", [("eps", config.Epsilon)], ("x", x), ("g", gain));

    private OracleTensor Rope(OracleTensor x, int heads)
    {
        long[] table = [config.Context, config.HeadSize / 2];
        return One(
            "rope",
            [("position", 0L), ("pairing", config.Pairing)],
            ("x", x with { Shape = [x.Shape[0], heads, config.HeadSize] }),
            ("cos", OracleInputs.Make("rope_cos", "f32", table, theta: config.Theta)),
            ("sin", OracleInputs.Make("rope_sin", "f32", table, theta: config.Theta)));
    }

    private OracleTensor Cache(OracleTensor values) => One(
        "append",
        [("position", 0L)],
        ("cache", OracleInputs.Make("bits", "f32", [config.Context, config.KvWidth], seed: 5)), // what is unseen must not matter
        ("values", values with { Shape = [values.Shape[0], config.KvWidth] }));

    private static OracleTensor One(
        string op, (string Name, object Value)[] attributes, params (string Name, OracleTensor Value)[] inputs) =>
        Calls.Run(op, attributes, inputs)["y"];
}
