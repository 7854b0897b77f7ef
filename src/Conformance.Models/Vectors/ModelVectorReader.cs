using Conformance.Models.Generation;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Models.Vectors;

/// <summary>Reads a file of model vectors (docs/vectors.md), as strictly as operator vectors.</summary>
public static class ModelVectorReader
{
    public const string Format = "conformance-model-vectors/1";

    /// <exception cref="VectorFormatException">Anything that is not a well-formed file of model vectors.</exception>
    public static ModelVectorFile Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            return VectorJson.Read(json, name, ReadFile);
        }
        catch (ModelFormatException e)
        {
            throw new VectorFormatException(name, e.Message, e);
        }
    }

    private static ModelVectorFile ReadFile(JsonFields file)
    {
        file.OptionalText("$schema");
        var format = file.Text("format");
        if (format != Format)
        {
            throw file.Bad($"format '{format}' is not known; this version reads '{Format}'");
        }

        var specification = file.Text("specification");
        var origins = file.Texts("origins");
        var model = ReadModel(file.Object("model"));
        var cases = file.Objects("cases").Select(c => ReadCase(c, model)).ToList();
        file.End();
        return new ModelVectorFile(specification, origins, model, cases);
    }

    private static ModelSource ReadModel(JsonFields fields)
    {
        ModelSource model = fields.Text("kind") switch
        {
            "philox" => new PhiloxSource(ReadConfig(fields), fields.Hex("seed", 16)),
            "checkpoint" => new CheckpointSource(
                FileName(fields, "file"), fields.Digest("sha256"), FileName(fields, "tokenizer"), fields.Digest("tokenizer_sha256")),
            var kind => throw fields.Bad($"unknown kind of model '{kind}'"),
        };
        fields.End();
        return model;
    }

    private static LlamaConfig ReadConfig(JsonFields fields) => new LlamaConfig
    {
        Dim = fields.Int32("dim"),
        Hidden = fields.Int32("hidden"),
        Layers = fields.Int32("layers"),
        Heads = fields.Int32("heads"),
        KvHeads = fields.Int32("kv_heads"),
        Vocabulary = fields.Int32("vocabulary"),
        Context = fields.Int32("context"),
        Theta = Float(fields, "theta"),
        Eps = Float(fields, "eps"),
        Pairing = fields.Text("pairing") switch
        {
            "adjacent" => RopePairing.Adjacent,
            "halves" => RopePairing.Halves,
            var other => throw fields.Bad($"unknown pairing '{other}'"),
        },
        WeightFormat = fields.Text("weights") is var name && ElementFormats.Find(name) is { } format
            ? format
            : throw fields.Bad($"unknown weight format '{name}'"),
        IsTied = fields.Boolean("tied"),
    }.Validate(fields.Place);

    private static ModelCase ReadCase(JsonFields fields, ModelSource model)
    {
        var vector = new ModelCase
        {
            Id = fields.Text("id"),
            Flags = fields.Texts("flags"),
            Prompt = fields.Int32s("prompt"),
            Steps = fields.Int32("steps"),
            Chunk = fields.Int32("chunk"),
            Sampling = fields.Has("sampler") ? ReadSampling(fields.Object("sampler")) : null,
            Text = fields.Has("text") ? ReadText(fields.Object("text")) : null,
            Tokens = fields.Int32s("tokens"),
            Positions = [.. fields.Objects("positions").Select(ReadPosition)],
        };
        fields.End();
        foreach (var flag in vector.Flags)
        {
            if (!CaseFlags.All.ContainsKey(flag))
            {
                throw fields.Bad($"unknown flag '{flag}'");
            }
        }

        if (vector.Prompt.Count == 0 || vector.Chunk < 1 || vector.Steps < 1)
        {
            throw fields.Bad("a run needs a prompt, a chunk and steps of at least 1");
        }

        if (model is PhiloxSource { Config: var config })
        {
            if (vector.Steps > config.Context || vector.Prompt.Any(t => t < 0 || t >= config.Vocabulary))
            {
                throw fields.Bad("the prompt or the steps do not fit the model");
            }

            if (vector.Positions.Any(p => p.Trace.Count != config.Layers + 2))
            {
                throw fields.Bad($"a position of this model has {config.Layers + 2} trace digests");
            }
        }

        return vector;
    }

    private static Sampling ReadSampling(JsonFields fields)
    {
        var sampling = new Sampling(Float(fields, "temperature"), fields.Int32("top_k"), Float(fields, "top_p"), fields.Hex("seed", 16));
        fields.End();
        return sampling is { Temperature: > 0 and < float.PositiveInfinity, TopK: >= 0, TopP: > 0 and <= 1 }
            ? sampling
            : throw fields.Bad("temperature is positive and finite, top_k not negative, top_p in (0, 1]");
    }

    private static GoldenText ReadText(JsonFields fields)
    {
        var text = new GoldenText(fields.Text("prompt"), fields.Text("output"));
        fields.End();
        return text;
    }

    private static GoldenPosition ReadPosition(JsonFields fields)
    {
        var position = new GoldenPosition(
            [.. fields.Texts("trace").Select(d => fields.CheckDigest(d, "trace"))], fields.Digest("logits"));
        fields.End();
        return position;
    }

    private static float Float(JsonFields fields, string name) => BitConverter.UInt32BitsToSingle((uint)fields.Hex(name, 8));

    private static string FileName(JsonFields fields, string name)
    {
        var text = fields.Text(name);
        return text.Length > 0 && text == Path.GetFileName(text) && text is not ("." or "..")
            ? text
            : throw fields.Bad($"'{name}' must be a file name without a directory");
    }
}
