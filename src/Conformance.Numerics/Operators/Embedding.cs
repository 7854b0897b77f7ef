using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Numerics.Operators;

/// <summary>Operator 'embedding' ([O10]): widened rows of the table; an id outside the table gives a row of NaN.</summary>
public static class Embedding
{
    public static void Run(OperatorArguments call) => Run(call.Input(0), call.Input(1), call.Result);

    public static void Run(Tensor table, Tensor ids, Tensor y)
    {
        var (vocabulary, width) = (table.Shape[0], table.Shape[1]);
        for (var m = 0; m < ids.Ints.Length; m++)
        {
            var id = ids.Ints[m];
            var row = y.Floats.Slice(m * width, width);
            if (id < 0 || id >= vocabulary)
            {
                row.Fill(Primitives.NaN);
            }
            else
            {
                StorageFormat.Widen(table, id * width, row);
            }
        }
    }
}
