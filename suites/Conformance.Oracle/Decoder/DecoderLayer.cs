using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

//  One layer of [M1] with its key and value cache, one position at a time.
internal sealed class DecoderLayer
{
    private readonly OracleConfig _config;
    private readonly float[] _attentionNorm;
    private readonly float[] _ffnNorm;
    private readonly WeightMatrix _wq;
    private readonly WeightMatrix _wk;
    private readonly WeightMatrix _wv;
    private readonly WeightMatrix _wo;
    private readonly WeightMatrix _w1;
    private readonly WeightMatrix _w2;
    private readonly WeightMatrix _w3;
    private readonly float[] _keys;
    private readonly float[] _values;
    private readonly float _scale;

    public DecoderLayer(OracleConfig config, Func<string, OracleTensor> weight)
    {
        _config = config;
        _attentionNorm = weight("attention_norm").Floats();
        _ffnNorm = weight("ffn_norm").Floats();
        (_wq, _wk, _wv, _wo) = (new(weight("wq")), new(weight("wk")), new(weight("wv")), new(weight("wo")));
        (_w1, _w2, _w3) = (new(weight("w1")), new(weight("w2")), new(weight("w3")));
        _keys = new float[config.Context * config.KvWidth];
        _values = new float[_keys.Length];
        _scale = Strict.Div(1, Strict.Sqrt(Strict.FromInteger(config.HeadSize)));
    }

    public float[] Apply(float[] x, int position, float[] cos, float[] sin)
    {
        var h = Norm(x, _attentionNorm);
        var q = Rotate(_wq.Times(h), cos, sin);
        Rotate(_wk.Times(h), cos, sin).CopyTo(_keys, position * _config.KvWidth);
        _wv.Times(h).CopyTo(_values, position * _config.KvWidth);
        x = Add(x, _wo.Times(Attend(q, position)));

        h = Norm(x, _ffnNorm);
        var gate = _w1.Times(h);
        var up = _w3.Times(h);
        for (var i = 0; i < gate.Length; i++)
        {
            gate[i] = Strict.Mul(Strict.Silu(gate[i]), up[i]); // [O9]
        }

        return Add(x, _w2.Times(gate));
    }

    private float[] Norm(float[] x, float[] gain)
    {
        var y = new float[x.Length];
        Normalisation.Rms(x, gain, Strict.Number(_config.Epsilon), y);
        return y;
    }

    private float[] Rotate(float[] heads, float[] cos, float[] sin)
    {
        var y = new float[heads.Length];
        for (var at = 0; at < heads.Length; at += _config.HeadSize)
        {
            Rotation.Apply(heads.AsSpan(at, _config.HeadSize), cos, sin, _config.Pairing, y.AsSpan(at, _config.HeadSize));
        }

        return y;
    }

    private float[] Attend(float[] q, int position)
    {
        var size = _config.HeadSize;
        var seen = position + 1;
        var y = new float[q.Length];
        Parallel.For(0, _config.Heads, Products.Options, head =>
        {
            // The cache past 'seen' is not looked at, so rows of exactly that length say the same as rows of length S.
            AttentionRow.Compute(
                q.AsSpan(head * size, size),
                _keys,
                _values,
                offset: head / (_config.Heads / _config.KvHeads) * size,
                step: _config.KvWidth,
                seen,
                _scale,
                new float[seen],
                new float[seen],
                y.AsSpan(head * size, size));
        });
        return y;
    }

    private static float[] Add(float[] a, float[] b)
    {
        var y = new float[a.Length];
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = Strict.Add(a[i], b[i]);
        }

        return y;
    }
}
