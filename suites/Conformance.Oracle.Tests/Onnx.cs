using System.Buffers.Binary;
using System.Text;
using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

/// <summary>A TensorProto: dimensions, ONNX element type, raw little-endian elements.</summary>
internal sealed record OnnxTensor(long[] Dims, long Type, byte[] Raw)
{
    public int Last => (int)Dims[^1];

    public float[] Floats() => Type switch
    {
        7 => Array.ConvertAll(Integers(), static i => (float)i),
        1 => new OracleTensor("f32", Dims, Raw).Floats(),
        10 => new OracleTensor("f16", Dims, Raw).Floats(),
        16 => new OracleTensor("bf16", Dims, Raw).Floats(),
        _ => throw new NotSupportedException($"ONNX element type {Type}"),
    };

    public long[] Integers() => Type == 7
        ? [.. Enumerable.Range(0, Raw.Length / 8).Select(i => BinaryPrimitives.ReadInt64LittleEndian(Raw.AsSpan(8 * i)))]
        : throw new NotSupportedException($"ONNX element type {Type}");

    public OracleTensor Single(params long[] shape) => OracleTensor.FromFloats("f32", Floats(), shape.Length == 0 ? Dims : shape);
}

//  One node test of ONNX: the attributes of its only node, its inputs and outputs. A protobuf reader of just what these
//  files use: field = varint key (number · 8 + wire type), then a varint (0), 8 bytes (1), a length and bytes (2) or 4 bytes (5).
internal sealed class OnnxCase
{
    private readonly Dictionary<string, (long Integer, float Single)> _attributes = [];

    public OnnxCase(string name)
    {
        Name = name;
        foreach (var (number, _, graph) in Fields(File.ReadAllBytes(Corpus.Path("onnx_node", name, "model.onnx"))))
        {
            if (number == 7)
            {
                ReadAttributes(Fields(graph).First(static f => f.Number == 1).Bytes);
            }
        }

        Inputs = ReadTensors("input");
        Outputs = ReadTensors("output");
    }

    public string Name { get; }

    public IReadOnlyList<OnnxTensor> Inputs { get; }

    public IReadOnlyList<OnnxTensor> Outputs { get; }

    public long Integer(string attribute, long otherwise) =>
        _attributes.TryGetValue(attribute, out var value) ? value.Integer : otherwise;

    public float Single(string attribute, float otherwise) =>
        _attributes.TryGetValue(attribute, out var value) ? value.Single : otherwise;

    // AttributeProto: name 1, f 2, i 3.
    private void ReadAttributes(byte[] node)
    {
        foreach (var (number, _, attribute) in Fields(node))
        {
            if (number == 5)
            {
                var fields = Fields(attribute).ToLookup(static f => f.Number);
                var f = fields[2].FirstOrDefault().Bytes;
                _attributes.Add(
                    Encoding.UTF8.GetString(fields[1].First().Bytes),
                    ((long)fields[3].FirstOrDefault().Value, f is null ? 0 : BinaryPrimitives.ReadSingleLittleEndian(f)));
            }
        }
    }

    private List<OnnxTensor> ReadTensors(string kind)
    {
        var tensors = new List<OnnxTensor>();
        while (Corpus.Path("onnx_node", Name, "test_data_set_0", $"{kind}_{tensors.Count}.pb") is var file && File.Exists(file))
        {
            tensors.Add(ReadTensor(File.ReadAllBytes(file)));
        }

        return tensors;
    }

    // TensorProto: dims 1, data_type 2, raw_data 9. These files use no other data field.
    private static OnnxTensor ReadTensor(byte[] bytes)
    {
        var fields = Fields(bytes).ToLookup(static f => f.Number);
        long[] dims = [.. fields[1].SelectMany(static f => f.Bytes.Length == 0 ? [(long)f.Value] : Varints(f.Bytes))];
        return new OnnxTensor(dims, (long)fields[2].First().Value, fields[9].FirstOrDefault().Bytes ?? []);
    }

    private static IEnumerable<long> Varints(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            yield return (long)Varint(bytes, ref at);
        }
    }

    private static List<(int Number, ulong Value, byte[] Bytes)> Fields(byte[] bytes)
    {
        var fields = new List<(int, ulong, byte[])>();
        for (var at = 0; at < bytes.Length;)
        {
            var key = Varint(bytes, ref at);
            var number = (int)(key >> 3);
            if ((key & 7) == 0)
            {
                fields.Add((number, Varint(bytes, ref at), []));
                continue;
            }

            var length = (key & 7) switch { 1 => 8, 2 => (int)Varint(bytes, ref at), 5 => 4, _ => throw new InvalidDataException() };
            fields.Add((number, 0, bytes[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }
}
