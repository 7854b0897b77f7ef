using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Vectors;

/// <summary>Reads a file of operator vectors (docs/vectors.md). Strict: unknown members, formats and fills are refused.</summary>
public static class OperatorVectorReader
{
    public const string Format = "conformance-operator-vectors/1";

    /// <param name="json">The file's bytes.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="VectorFormatException">Anything that is not a well-formed vector file.</exception>
    public static OperatorVectorFile Read(ReadOnlyMemory<byte> json, string name) => VectorJson.Read(json, name, ReadFile);

    private static OperatorVectorFile ReadFile(JsonFields file)
    {
        file.OptionalText("$schema");
        var format = file.Text("format");
        if (format != Format)
        {
            throw file.Bad($"format '{format}' is not known; this version reads '{Format}'");
        }

        var operatorName = file.Text("operator");
        var spec = OperatorRegistry.Find(operatorName) ?? throw file.Bad($"unknown operator '{operatorName}'");
        var specification = file.Text("specification");
        var origins = file.Texts("origins");
        var cases = file.Objects("cases").Select(c => ReadCase(c, spec)).ToList();
        file.End();
        return new OperatorVectorFile(spec, specification, origins, cases);
    }

    private static OperatorCase ReadCase(JsonFields fields, OperatorSpec spec)
    {
        var id = fields.Text("id");
        var flags = fields.Texts("flags");
        foreach (var flag in flags)
        {
            if (!CaseFlags.All.ContainsKey(flag))
            {
                throw fields.Bad($"unknown flag '{flag}'");
            }
        }

        var attributes = ReadAttributes(fields.Object("attributes"), spec);
        var inputFields = fields.Object("inputs");
        var inputs = spec.Inputs.Select(input => input.Optional && !inputFields.Has(input.Name)
            ? null
            : ReadRecipe(inputFields.Object(input.Name))).ToList();
        inputFields.End();

        IReadOnlyList<TensorType> types;
        try
        {
            types = spec.Infer([.. inputs.Select(i => i?.Type)], attributes);
        }
        catch (ShapeException e)
        {
            throw new VectorFormatException(fields.Place, e.Message, e);
        }

        var outputFields = fields.Object("outputs");
        var outputs = spec.Outputs.Select((output, i) => ReadGolden(outputFields.Object(output.Name), types[i])).ToList();
        outputFields.End();
        fields.End();
        return new OperatorCase
        {
            Id = id, Operator = spec, Flags = flags, Attributes = attributes, Inputs = inputs, Outputs = outputs,
        };
    }

    private static Attributes ReadAttributes(JsonFields fields, OperatorSpec spec)
    {
        var values = new List<KeyValuePair<string, object>>();
        foreach (var attribute in spec.AttributeSpecs)
        {
            object value = attribute.Kind switch
            {
                AttributeKind.Integer => fields.Integer(attribute.Name),
                AttributeKind.Float => BitConverter.UInt32BitsToSingle((uint)fields.Hex(attribute.Name, 8)),
                AttributeKind.Seed => fields.Hex(attribute.Name, 16),
                _ => fields.Text(attribute.Name),
            };
            values.Add(new(attribute.Name, value));
        }

        fields.End();
        return new Attributes(values);
    }

    private static TensorRecipe ReadRecipe(JsonFields fields)
    {
        var type = ReadType(fields);
        var fill = fields.Text("fill");
        if (!Fills.All.Contains(fill))
        {
            throw fields.Bad($"unknown fill '{fill}'");
        }

        var recipe = new TensorRecipe
        {
            Type = type,
            Fill = fill,
            Seed = fields.Has("seed") ? fields.Hex("seed", 16) : 0,
            TensorId = (uint)fields.OptionalInt32("tensor", 0),
            Scale = fields.OptionalInt32("scale", 0),
            Modulus = fields.OptionalInt32("modulus", 0),
            Theta = fields.Has("theta") ? BitConverter.UInt32BitsToSingle((uint)fields.Hex("theta", 8)) : 0,
            Values = fields.Has("values") ? [.. fields.Words("values").Select(v => (uint)fields.ParseHex(v, 8, "values"))] : [],
            Digest = fields.Digest("digest"),
        };
        fields.End();
        return recipe;
    }

    private static GoldenTensor ReadGolden(JsonFields fields, TensorType expected)
    {
        var type = ReadType(fields);
        if (type != expected)
        {
            throw fields.Bad($"the operator gives {expected}, the file says {type}");
        }

        var golden = new GoldenTensor(type, fields.Digest("digest"), fields.Words("first"));
        fields.End();
        return golden;
    }

    private static TensorType ReadType(JsonFields fields)
    {
        var name = fields.Text("format");
        var format = ElementFormats.Find(name) ?? throw fields.Bad($"unknown element format '{name}'");
        try
        {
            var shape = new Shape([.. fields.Int32s("shape")]);
            format.ByteCount(shape);
            return new TensorType(format, shape);
        }
        catch (Exception e) when (e is ShapeException or OverflowException)
        {
            throw new VectorFormatException(fields.Place, e.Message, e);
        }
    }
}
