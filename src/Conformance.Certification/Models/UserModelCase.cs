using Conformance.Backends;
using Conformance.Backends.Reference;
using Conformance.Certification.Running;
using Conformance.Models.Decoding;
using Conformance.Models.Generation;
using Conformance.Models.Vectors;

namespace Conformance.Certification.Models;

/// <summary>
/// A model of the user's own. Nobody has golden values for it, so the reference makes them first: the case says whether a backend
/// agrees with the reference, not whether the reference is right.
/// </summary>
public sealed class UserModelCase(string checkpoint, string tokenizer) : IConformanceCase
{
    private const string Prompt = "Once upon a time";
    private const int Positions = 48;

    public string Id => "model/user-greedy";

    public string Operator => "model";

    public IReadOnlyList<string> Flags => ["Ordinary"];

    public int TimeoutSeconds => 900;

    public IPreparedCase Prepare(IBackend backend)
    {
        var model = ModelStore.Load(checkpoint, tokenizer);
        var vector = new ModelCase
        {
            Id = Id,
            Flags = Flags,
            Prompt = model.Tokenizer!.Encode(Prompt),
            Steps = Math.Min(Positions, model.Weights.Config.Context),
            Chunk = 8,
        };
        using var reference = new ReferenceBackend();
        using var decoder = new Decoder(reference, model.Weights);
        var transcript = Transcript.Collect(
            new Generator(decoder, model.Tokenizer).Run(vector.Prompt, ModelRun.Options(vector, hasTokenizer: true)));
        return new ModelVectorCase.Prepared(ModelRun.Sealed(vector, transcript), model, backend);
    }
}
