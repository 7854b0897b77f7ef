using Conformance.Backends;
using Conformance.Numerics.Inputs;
using Conformance.Numerics.Operators;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;
using Conformance.Verdicts;

namespace Conformance.Certification.Running;

/// <summary>An operator vector as something to run.</summary>
public sealed class OperatorVectorCase(OperatorCase vector) : IConformanceCase
{
    public OperatorCase Vector { get; } = vector;

    public string Id => Vector.Id;

    public string Operator => Vector.Operator.Name;

    public IReadOnlyList<string> Flags => Vector.Flags;

    public int TimeoutSeconds => 60;

    public IPreparedCase Prepare(IBackend backend) => new Prepared(Vector, backend);

    private sealed class Prepared : IPreparedCase
    {
        private readonly OperatorCase _vector;
        private readonly IBackend _backend;
        private readonly Tensor?[] _inputs;
        private readonly IBuffer?[] _buffers;

        public Prepared(OperatorCase vector, IBackend backend)
        {
            _vector = vector;
            _backend = backend;
            _inputs = new Tensor?[vector.Inputs.Count];
            _buffers = new IBuffer?[vector.Inputs.Count];
            for (var i = 0; i < _inputs.Length; i++)
            {
                if (vector.Inputs[i] is { } recipe)
                {
                    // [I4]: results are compared only where the inputs are proven equal first.
                    _inputs[i] = TensorMaker.Make(recipe);
                    var digest = TensorDigest.Of(_inputs[i]!);
                    if (digest != recipe.Digest)
                    {
                        throw new CaseInputException(
                            $"{vector.Id}: input '{vector.Operator.Inputs[i].Name}' has digest {digest}, the vector says {recipe.Digest}");
                    }

                    _buffers[i] = backend.Upload(_inputs[i]!);
                }
            }
        }

        public IReadOnlyList<Observation> Execute()
        {
            var outputs = new IBuffer[_vector.Outputs.Count];
            try
            {
                for (var i = 0; i < outputs.Length; i++)
                {
                    outputs[i] = _backend.Allocate(_vector.Outputs[i].Type);
                }

                _backend.Run(new OperatorCall(_vector.Operator, _vector.Attributes, _buffers, outputs));
                return [.. outputs.Select((buffer, i) =>
                {
                    var tensor = _backend.Download(buffer);
                    return new Observation(_vector.Operator.Outputs[i].Name, _vector.Outputs[i].Digest, TensorDigest.Of(tensor), tensor);
                })];
            }
            finally
            {
                foreach (var output in outputs)
                {
                    output?.Dispose();
                }
            }
        }

        public Mismatch? Locate(Observation observation)
        {
            var outputs = _vector.Outputs.Select(o => new Tensor(o.Type.Format, o.Type.Shape)).ToArray();
            ReferenceOperators.Run(new OperatorArguments(_vector.Operator, _vector.Attributes, _inputs, outputs));
            for (var i = 0; i < outputs.Length; i++)
            {
                if (_vector.Operator.Outputs[i].Name == observation.Where)
                {
                    // Only where the reference itself gives the golden bits does its answer say anything.
                    return TensorDigest.Of(outputs[i]) == observation.Expected
                        ? TensorComparer.Compare(observation.Where, outputs[i], observation.Tensor!)
                        : null;
                }
            }

            return null;
        }

        public void Dispose()
        {
            foreach (var buffer in _buffers)
            {
                buffer?.Dispose();
            }
        }
    }
}
