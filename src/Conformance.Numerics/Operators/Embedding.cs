using Conformance.Numerics.Formats;

namespace Conformance.Numerics.Operators;

/// <summary>Operator 'embedding' ([O10]): widened rows of the table; an id outside the table gives a row of NaN.</summary>
public static class Embedding
{
    public static void Run(OperatorArguments call)
    {
        var table = call.Input(0);
        var ids = call.Input(1).Ints;
        var (vocabulary, width) = (table.Shape[0], table.Shape[1]);
        for (var m = 0; m < ids.Length; m++)
        {
            var row = call.Result.Floats.Slice(m * width, width);
            if (ids[m] < 0 || ids[m] >= vocabulary)
            {
                row.Fill(Primitives.NaN);
            }
            else
            {
                StorageFormat.Widen(table, ids[m] * width, row);
            }
        }
    }
}
