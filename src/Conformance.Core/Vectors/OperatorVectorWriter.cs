using System.Globalization;
using System.Text.Json;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Vectors;

/// <summary>Writes the one canonical form of a vector file: fixed member order, two spaces, LF, defaults left out.</summary>
public static class OperatorVectorWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    public static byte[] Write(OperatorVectorFile file)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "../schema/operator-vectors.schema.json");
            json.WriteString("format", OperatorVectorReader.Format);
            json.WriteString("operator", file.Operator.Name);
            json.WriteString("specification", file.Specification);
            WriteTexts(json, "origins", file.Origins);
            json.WriteStartArray("cases");
            foreach (var vector in file.Cases)
            {
                WriteCase(json, vector);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteCase(Utf8JsonWriter json, OperatorCase vector)
    {
        json.WriteStartObject();
        json.WriteString("id", vector.Id);
        WriteTexts(json, "flags", [.. vector.Flags.Order(StringComparer.Ordinal)]);
        json.WriteStartObject("attributes");
        foreach (var attribute in vector.Operator.AttributeSpecs)
        {
            WriteAttribute(json, attribute, vector.Attributes);
        }

        json.WriteEndObject();
        json.WriteStartObject("inputs");
        for (var i = 0; i < vector.Inputs.Count; i++)
        {
            if (vector.Inputs[i] is { } recipe)
            {
                json.WriteStartObject(vector.Operator.Inputs[i].Name);
                WriteRecipe(json, recipe);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("outputs");
        for (var i = 0; i < vector.Outputs.Count; i++)
        {
            json.WriteStartObject(vector.Operator.Outputs[i].Name);
            WriteType(json, vector.Outputs[i].Type);
            json.WriteString("digest", vector.Outputs[i].Digest);
            json.WriteString("first", string.Join(' ', vector.Outputs[i].First));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, AttributeSpec attribute, Attributes attributes)
    {
        switch (attribute.Kind)
        {
            case AttributeKind.Integer:
                json.WriteNumber(attribute.Name, attributes.Int(attribute.Name));
                break;
            case AttributeKind.Float:
                json.WriteString(attribute.Name, Hex(attributes.Float(attribute.Name)));
                break;
            case AttributeKind.Seed:
                json.WriteString(attribute.Name, attributes.Seed(attribute.Name).ToString("x16", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteString(attribute.Name, attributes.Text(attribute.Name));
                break;
        }
    }

    private static void WriteRecipe(Utf8JsonWriter json, TensorRecipe recipe)
    {
        WriteType(json, recipe.Type);
        json.WriteString("fill", recipe.Fill);
        switch (recipe.Fill)
        {
            case Fills.Values:
                json.WriteString("values", string.Join(' ', recipe.Values.Select(v => v.ToString("x8", CultureInfo.InvariantCulture))));
                break;
            case Fills.RopeCos or Fills.RopeSin:
                json.WriteString("theta", Hex(recipe.Theta));
                break;
            case Fills.Zero:
                break;
            default:
                json.WriteString("seed", recipe.Seed.ToString("x16", CultureInfo.InvariantCulture));
                json.WriteNumber("tensor", recipe.TensorId);
                break;
        }

        if (recipe.Scale != 0)
        {
            json.WriteNumber("scale", recipe.Scale);
        }

        if (recipe.Modulus != 0)
        {
            json.WriteNumber("modulus", recipe.Modulus);
        }

        json.WriteString("digest", recipe.Digest);
    }

    private static void WriteType(Utf8JsonWriter json, TensorType type)
    {
        json.WriteString("format", type.Format.Name());
        json.WritePropertyName("shape");
        json.WriteRawValue(type.Shape.ToString());
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Hex(float value) => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);
}
