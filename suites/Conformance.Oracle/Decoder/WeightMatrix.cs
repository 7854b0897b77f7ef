using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

/// <summary>A matrix [out, in] made ready for products: widened to f32, or q8_0 with its input quantised first ([M2]).</summary>
internal sealed class WeightMatrix
{
    private readonly float[]? _values;
    private readonly Q8Rows? _blocks;
    private readonly OracleTensor _stored;
    private readonly int _rows;
    private readonly int _columns;

    public WeightMatrix(OracleTensor stored)
    {
        _stored = stored;
        (_rows, _columns) = ((int)stored.Shape[0], (int)stored.Shape[1]);
        if (stored.Format == "q8_0")
        {
            _blocks = new Q8Rows(stored.Data, _rows, _columns);
        }
        else
        {
            _values = stored.Floats();
        }
    }

    public float[] Times(float[] x) => _blocks is null
        ? Products.Matmul(x, _values!, 1, _rows, _columns)
        : Products.Matmul(new Q8Rows(Q8.Quantize(x), 1, _columns), _blocks);

    /// <summary>One row widened ([O10]); a row of NaN for an id outside the table.</summary>
    public float[] Row(int id)
    {
        if (id < 0 || id >= _rows)
        {
            var absent = new float[_columns];
            Array.Fill(absent, Strict.NaN);
            return absent;
        }

        var bytes = _stored.Data.Length / _rows;
        return new OracleTensor(_stored.Format, [_columns], _stored.Data.AsSpan(id * bytes, bytes).ToArray()).Floats();
    }
}
