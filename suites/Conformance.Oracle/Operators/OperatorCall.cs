namespace Conformance.Oracle;

/// <summary>One call of an operator: typed access to its attributes and inputs, and the results in order of their making.</summary>
internal sealed class OperatorCall(
    string name,
    IReadOnlyDictionary<string, object> attributes,
    IReadOnlyDictionary<string, OracleTensor> inputs)
{
    public string Name => name;

    public Dictionary<string, OracleTensor> Results { get; } = [];

    public OracleTensor Input(string input) => Optional(input) ?? throw new ArgumentException($"{name} needs the input {input}.");

    public OracleTensor? Optional(string input) => inputs.GetValueOrDefault(input);

    public float[] Floats(string input) => Input(input).Floats();

    /// <summary>An input that the table of section 5 wants as f32.</summary>
    public OracleTensor Single(string input)
    {
        var tensor = Input(input);
        Require(tensor.Format == "f32", $"{input} is f32");
        return tensor;
    }

    public long Integer(string attribute) => Attribute(attribute) switch
    {
        long value => value,
        int value => value,
        _ => throw new ArgumentException($"{name}: {attribute} is a long."),
    };

    /// <summary>A binary32 attribute, given as raw bits.</summary>
    public float Float(string attribute) => Attribute(attribute) is uint bits
        ? Kernels.Strict.Number(bits)
        : throw new ArgumentException($"{name}: {attribute} is a uint with the bits of a binary32.");

    public ulong Seed(string attribute) => Attribute(attribute) is ulong seed
        ? seed
        : throw new ArgumentException($"{name}: {attribute} is a ulong.");

    public string Text(string attribute) => Attribute(attribute) as string
        ?? throw new ArgumentException($"{name}: {attribute} is a string.");

    public void Write(string result, ReadOnlySpan<float> values, params long[] shape) =>
        Results.Add(result, OracleTensor.FromFloats("f32", values, shape));

    public void Require(bool condition, string claim)
    {
        if (!condition)
        {
            throw new ArgumentException($"{name}: {claim}.");
        }
    }

    /// <summary>Every dimension but the last, multiplied.</summary>
    public int Rows(OracleTensor x)
    {
        Require(x.Shape.Length > 0, "a row needs a dimension");
        return (int)OracleTensor.Elements(x.Shape.AsSpan(0, x.Shape.Length - 1));
    }

    private object Attribute(string attribute) =>
        attributes.GetValueOrDefault(attribute) ?? throw new ArgumentException($"{name} needs the attribute {attribute}.");
}
