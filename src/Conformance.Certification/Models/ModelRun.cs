using Conformance.Certification.Running;
using Conformance.Models.Generation;
using Conformance.Models.Vectors;

namespace Conformance.Certification.Models;

/// <summary>A transcript beside its golden values, place by place.</summary>
internal static class ModelRun
{
    public static GenerationOptions Options(ModelCase vector, bool hasTokenizer) => new()
    {
        Steps = vector.Steps,
        PromptChunk = vector.Chunk,
        Sampling = vector.Sampling,
        StopsAtDelimiters = hasTokenizer,
        HasTraces = true,
    };

    /// <summary>The golden values that a transcript would have, for models without golden vectors.</summary>
    public static ModelCase Sealed(ModelCase vector, Transcript transcript) => vector with
    {
        Tokens = Chosen(transcript),
        Positions = [.. transcript.Steps.Select(s => new GoldenPosition([.. s.Traces.SkipLast(1)], s.LogitsDigest))],
    };

    /// <summary>
    /// Summaries first in the report, then every position: a place is 'position 3, layer 2'. A run that stopped early or late differs in
    /// 'tokens'.
    /// </summary>
    public static IReadOnlyList<Observation> Compare(ModelCase vector, Transcript transcript)
    {
        var list = new List<Observation>();
        for (var p = 0; p < Math.Min(vector.Positions.Count, transcript.Steps.Count); p++)
        {
            var (golden, step) = (vector.Positions[p], transcript.Steps[p]);
            for (var t = 0; t < golden.Trace.Count; t++)
            {
                list.Add(new Observation(ModelPlace.Name(p, t, golden.Trace.Count), golden.Trace[t], step.Traces[t], IsDetail: true));
            }

            list.Add(
                new Observation(
                    ModelPlace.Name(p, golden.Trace.Count, golden.Trace.Count), golden.Logits, step.LogitsDigest, IsDetail: true));
        }

        list.Add(new Observation("tokens", string.Join(' ', vector.Tokens), string.Join(' ', Chosen(transcript))));
        if (vector.Text is { } text)
        {
            list.Add(new Observation("text", text.Output, transcript.Text));
        }

        list.Add(new Observation(
            "traces", ModelPlace.Combine(vector.Positions.SelectMany(p => p.Trace)), ModelPlace.Combine(
                transcript.Steps.SelectMany(s => s.Traces.SkipLast(1)))));
        list.Add(new Observation(
            "logits", ModelPlace.Combine(vector.Positions.Select(p => p.Logits)), ModelPlace.Combine(transcript.LogitsDigests)));
        return list;
    }

    private static IReadOnlyList<int> Chosen(Transcript transcript) => [.. transcript.Steps.Where(s => !s.IsPrompt).Select(s => s.Token)];
}
