using Conformance.Tensors;

namespace Conformance.Certification.Grading;

/// <summary>A library that computes the right result and then does one thing wrong.</summary>
internal sealed class FakeLibrary(Action<Schedule, GradedCall, Tensor>? fault = null) : IGradedLibrary
{
    private static readonly SortedDictionary<string, string> One = new(StringComparer.Ordinal) { ["threads"] = "1" };
    private static readonly SortedDictionary<string, string> Two = new(StringComparer.Ordinal) { ["threads"] = "2" };

    public LibraryFacts Facts { get; } = new("fake", "cpu", "1", "", One);

    public IReadOnlyList<Schedule> Schedules { get; } =
    [
        new("f32", One),
        new("f32-threads-2", Two) { Variation = Variation.Threads, Base = "f32" },
        new("f32-row-by-row", One) { Presentation = Presentation.RowByRow, Variation = Variation.Rows, Base = "f32" },
        new("f32-shifted", One) { Presentation = Presentation.Shifted, Variation = Variation.Position, Base = "f32" },
        new("bf16", One) { Format = ElementFormat.BF16 },
    ];

    public int Calls { get; private set; }

    public Tensor? Run(Schedule schedule, GradedCall call)
    {
        Calls++;
        var wide = call.Inputs.Select(t => t is null || call.Format == ElementFormat.F32 ? t : TensorBits.Widen(t)).ToList();
        var result = TensorBits.Narrow(GradedCase.Reference(call.Operator, call.Attributes, wide), call.Format);
        fault?.Invoke(schedule, call, result);
        return result;
    }

    public void Dispose()
    {
    }

    /// <summary>Moves one element by some units in the last place.</summary>
    public static void Nudge(Tensor tensor, int index, int ulps) =>
        tensor.Floats[index] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(tensor.Floats[index]) + ulps);
}
