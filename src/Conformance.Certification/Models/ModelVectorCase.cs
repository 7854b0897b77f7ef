using Conformance.Backends;
using Conformance.Backends.Reference;
using Conformance.Certification.Running;
using Conformance.Models.Decoding;
using Conformance.Models.Generation;
using Conformance.Models.Vectors;
using Conformance.Tensors;
using Conformance.Verdicts;

namespace Conformance.Certification.Models;

/// <summary>A model vector as something to run: the whole decoder on the backend, judged at every layer of every position.</summary>
public sealed class ModelVectorCase(ModelSource source, ModelCase vector, string? directory) : IConformanceCase
{
    public ModelCase Vector => vector;

    public string Id => vector.Id;

    public string Operator => "model";

    public IReadOnlyList<string> Flags => vector.Flags;

    public int TimeoutSeconds => 300;

    public IPreparedCase Prepare(IBackend backend) => new Prepared(vector, Load(), backend);

    /// <exception cref="CaseUnavailableException">The model's files are not on this machine.</exception>
    public LoadedModel Load() => ModelStore.Load(source, directory);

    internal sealed class Prepared(ModelCase vector, LoadedModel model, IBackend backend) : IPreparedCase
    {
        private readonly Decoder _decoder = new(backend, model.Weights);

        public IReadOnlyList<Observation> Execute() => ModelRun.Compare(vector, Transcript.Collect(
            new Generator(_decoder, model.Tokenizer).Run(vector.Prompt, ModelRun.Options(vector, model.Tokenizer is not null))));

        public Mismatch? Locate(Observation observation)
        {
            var traces = model.Weights.Config.Layers + 2;
            if (ModelPlace.Find(observation.Where, vector.Positions.Count, traces) is not var (position, trace))
            {
                return null;
            }

            // Both sides run again, and each keeps the one row in question.
            using var reference = new ReferenceBackend();
            using var decoder = new Decoder(reference, model.Weights);
            var expected = Row(decoder, position, trace);
            var actual = Row(_decoder, position, trace);
            return expected is null || actual is null || TensorDigest.Of(expected) != observation.Expected
                ? null
                : TensorComparer.Compare(observation.Where, expected, actual);
        }

        public void Dispose() => _decoder.Dispose();

        /// <summary>The row of one place. The tokens before it are golden, so only the position's own prefix is fed.</summary>
        private Tensor? Row(Decoder decoder, int position, int trace)
        {
            var keeper = new RowKeeper(position, trace);
            IReadOnlyList<int> tokens = [.. vector.Prompt, .. vector.Tokens];
            for (var p = 0; p <= position && p < tokens.Count;)
            {
                // The same cuts as in the run: a backend may be wrong for some numbers of rows only.
                var given = Math.Min(vector.Prompt.Count - 1, vector.Steps) - p;
                var count = Math.Clamp(given, 1, vector.Chunk);
                decoder.Forward([.. tokens.Skip(p).Take(count)], p, keeper);
                p += count;
            }

            return keeper.Row;
        }
    }

    private sealed class RowKeeper(int position, int trace) : ITraceObserver
    {
        public Tensor? Row { get; private set; }

        public void Observe(int observedPosition, int observedTrace, Tensor row)
        {
            if (observedPosition == position && observedTrace == trace)
            {
                Row = row;
            }
        }
    }
}
