using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Certification.Models;
using Conformance.Certification.Running;
using Conformance.Models.Decoding;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Certification.Grading;

//  A decoder is graded with its tokens given: prompt and golden tokens are fed whatever the library would have chosen, so that every
//  position has the same history and its logits can be compared. What the library would have chosen is the argmax of its logits.

/// <summary>Whole decoders on a graded library.</summary>
internal sealed class DecoderGrader(IGradedDecoder library, int repeats)
{
    /// <summary>Tokens in a pass of <see cref="Presentation.Chunked"/>.</summary>
    private const int Chunk = 4;

    private readonly Dictionary<string, Tensor> _golden = [];
    private readonly Dictionary<(string, string), Tensor?> _bases = [];

    public CaseObservation? Observe(Schedule schedule, ModelVectorCase vector)
    {
        if (schedule.Presentation == Presentation.Shifted)
        {
            return null;
        }

        var weights = vector.Load().Weights;
        if (weights.Config.WeightFormat == ElementFormat.Q8_0)
        {
            return null;
        }

        int[] tokens = [.. vector.Vector.Prompt.Concat(vector.Vector.Tokens).Take(vector.Vector.Positions.Count)];
        if (Run(schedule, weights, tokens) is not { } first)
        {
            return null;
        }

        var expected = TensorBits.Narrow(Golden(vector, weights, tokens), schedule.Format);
        var policy = TolerancePolicy.Of(GradedModel.OperatorName);
        var changed = 0;
        for (var i = 1; i < repeats; i++)
        {
            changed += Run(schedule, weights, tokens)!.Data.AsSpan().SequenceEqual(first.Data) ? 0 : 1;
        }

        var observation = new CaseObservation
        {
            CaseId = vector.Id,
            Operator = GradedModel.OperatorName,
            Schedule = schedule.Name,
            Kind = ObservationKind.Compared,
            Golden = BitComparison.Of(expected, first, policy, [Largest(expected)]),
            ChangedRuns = changed,
            FirstPosition = FirstRow(expected, first, static (a, b) => !a.SequenceEqual(b)),
            FirstToken = FirstRow(expected, first, static (a, b) => ArgMax(a) != ArgMax(b)),
        };
        if (schedule.Base is not { } baseName)
        {
            _bases[(schedule.Name, vector.Id)] = first;
            return observation;
        }

        if (!_bases.TryGetValue((baseName, vector.Id), out var same))
        {
            same = Run(library.Schedules.Single(s => s.Name == baseName), weights, tokens);
            _bases[(baseName, vector.Id)] = same;
        }

        var beside = BitComparison.Of(same!, first, policy, [Largest(expected)]);
        return observation with { DiffersFromBase = beside.Histogram.Elements - beside.Histogram.Equal, BaseWorst = beside.Worst };
    }

    private Tensor? Run(Schedule schedule, LlamaWeights weights, int[] tokens) => library.Logits(schedule, weights, tokens, schedule.Presentation switch
    {
        Presentation.RowByRow => 1,
        Presentation.Chunked => Chunk,
        _ => tokens.Length,
    })?.Canonicalize();

    /// <summary>The CPU backend's logits, used only where every row has its golden digest.</summary>
    private Tensor Golden(ModelVectorCase vector, LlamaWeights weights, int[] tokens)
    {
        if (_golden.TryGetValue(vector.Id, out var known))
        {
            return known;
        }

        using var backend = new CpuFamily().Open("cpu");
        using var decoder = new Decoder(backend, weights);
        var logits = new Tensor(ElementFormat.F32, new Shape(tokens.Length, weights.Config.Vocabulary));
        for (var p = 0; p < tokens.Length; p++)
        {
            var row = backend.Download(decoder.Forward([tokens[p]], p)).Reshape(new Shape(weights.Config.Vocabulary));
            if (TensorDigest.Of(row) is var digest && digest != vector.Vector.Positions[p].Logits)
            {
                throw new CaseInputException($"{vector.Id}: the suite's own logits at position {p} have digest {digest}, golden is {vector.Vector.Positions[p].Logits}");
            }

            row.Floats.CopyTo(logits.Floats[(p * weights.Config.Vocabulary)..]);
        }

        _golden.Add(vector.Id, logits);
        return logits;
    }

    private static int? FirstRow(Tensor expected, Tensor actual, Func<float[], float[], bool> differs)
    {
        var (e, a) = (TensorBits.Widen(expected), TensorBits.Widen(actual));
        var n = e.Shape[1];
        for (var row = 0; row < e.Shape[0]; row++)
        {
            if (differs(e.Floats.Slice(row * n, n).ToArray(), a.Floats.Slice(row * n, n).ToArray()))
            {
                return row;
            }
        }

        return null;
    }

    private static int ArgMax(float[] row) => Array.IndexOf(row, row.Max());

    private static double Largest(Tensor tensor)
    {
        var largest = 0f;
        foreach (var value in TensorBits.Widen(tensor).Floats)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
