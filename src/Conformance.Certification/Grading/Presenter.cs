using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Certification.Grading;

/// <summary>Brings one case to a library as its schedule says, and puts the parts of the answer together again.</summary>
public static class Presenter
{
    /// <summary>
    /// Enough to move every element to another lane of any vector register, and the last ones into or out of the remainder.
    /// </summary>
    public const int Shift = 3;

    private static readonly HashSet<string> Elementwise =
        ["add", "sub", "mul", "div", "sqrt", "exp", "fma", "narrow", "widen", "swiglu"];

    /// <summary>Inputs whose first dimension is that of the rows, by operator.</summary>
    private static readonly Dictionary<string, int[]> RowInputs = new(StringComparer.Ordinal)
    {
        ["sum"] = [0], ["max"] = [0], ["dot"] = [0, 1], ["argmax"] = [0], ["matmul"] = [0], ["matmul_q8_0"] = [0], ["rmsnorm"] = [0],
        ["softmax"] = [0, 1], ["rope"] = [0], ["attention"] = [0], ["embedding"] = [1],
    };

    /// <summary>Runs a case once.</summary>
    /// <returns>Null where the schedule's presentation means nothing for the case, or the library does not offer the operator.</returns>
    public static Tensor? Run(IGradedLibrary library, Schedule schedule, GradedCall call) => schedule.Presentation switch
    {
        Presentation.Whole => library.Run(schedule, call),
        Presentation.Shifted => Applies(schedule.Presentation, call) ? RunShifted(library, schedule, call) : null,
        Presentation.RowByRow => Applies(schedule.Presentation, call) ? RunRows(library, schedule, call) : null,
        _ => null,
    };

    public static bool Applies(Presentation presentation, GradedCall call) => presentation switch
    {
        Presentation.Whole => true,
        Presentation.Shifted =>
            Elementwise.Contains(call.Operator.Name) && call.Inputs.All(t => t is null || t.Format != ElementFormat.Q8_0),
        Presentation.RowByRow => RowInputs.TryGetValue(call.Operator.Name, out var rows) && call.Input(rows[0]).Shape[0] > 1,
        _ => false,
    };

    private static Tensor? RunShifted(IGradedLibrary library, Schedule schedule, GradedCall call)
    {
        var shape = call.Input(0).Shape;
        var n = (int)shape.ElementCount;
        var longer = call.Inputs.Select(t => t is null ? null : Shifted(t, n)).ToArray();
        var result = library.Run(schedule, call with { Inputs = longer });
        return result is null ? null : Slice(result, Shift, n).Reshape(shape);
    }

    /// <summary>The last elements come again in front: a longer vector with nothing in it that was not there before.</summary>
    private static Tensor Shifted(Tensor tensor, int n)
    {
        var size = tensor.Data.Length / Math.Max(1, n);
        var longer = new byte[(n + Shift) * size];
        for (var i = 0; i < n + Shift; i++)
        {
            tensor.Data.AsSpan(((i + (Shift * n) - Shift) % n) * size, size).CopyTo(longer.AsSpan(i * size));
        }

        // swiglu and its like take any shape; one dimension is the plainest.
        return new Tensor(tensor.Format, new Shape(n + Shift), longer);
    }

    private static Tensor? RunRows(IGradedLibrary library, Schedule schedule, GradedCall call)
    {
        var inputs = RowInputs[call.Operator.Name];
        var rows = call.Input(inputs[0]).Shape[0];
        var parts = new List<Tensor>(rows);
        for (var r = 0; r < rows; r++)
        {
            var one = call.Inputs.Select((t, i) => t is null || !inputs.Contains(i) ? t : Rows(t, r)).ToArray();
            var part = library.Run(schedule, call with { Inputs = one, Attributes = At(call, r) });
            if (part is null)
            {
                return null;
            }

            parts.Add(part);
        }

        var dimensions = parts[0].Shape.Dimensions.ToArray();
        dimensions[0] = rows;
        return new Tensor(parts[0].Format, new Shape(dimensions), [.. parts.SelectMany(p => p.Data)]);
    }

    /// <summary>
    /// Row r keeps its absolute position; a row before the first sees nothing, and −1 is the only such place that one row may have.
    /// </summary>
    private static Attributes At(GradedCall call, int row) => call.Operator.Name is not ("rope" or "attention")
        ? call.Attributes
        : new Attributes(call.Attributes.Names.Select(n => KeyValuePair.Create(
            n, n == "position"
                ? Math.Max(call.Operator.Name == "attention" ? -1L : 0L, call.Attributes.Int(n) + (long)row)
                : call.Attributes[n]!)));

    private static Tensor Rows(Tensor tensor, int row)
    {
        var dimensions = tensor.Shape.Dimensions.ToArray();
        var bytes = tensor.Data.Length / dimensions[0];
        dimensions[0] = 1;
        return new Tensor(tensor.Format, new Shape(dimensions), tensor.Data.AsSpan(row * bytes, bytes).ToArray());
    }

    private static Tensor Slice(Tensor tensor, int start, int count)
    {
        var size = tensor.Data.Length / (count + start);
        return new Tensor(tensor.Format, new Shape(count), tensor.Data.AsSpan(start * size, count * size).ToArray());
    }
}
