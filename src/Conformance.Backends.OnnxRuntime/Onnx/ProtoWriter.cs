using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Conformance.Backends.OnnxRuntime.Onnx;

/// <summary>Just enough of the protocol buffer encoding to write a model: varints, 32-bit fields, bytes and nested messages.</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int Length = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public ProtoWriter Integer(int field, long value)
    {
        Tag(field, Varint);
        Write(unchecked((ulong)value));
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bits = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bits, value);
        _bytes.Write(bits);
        return this;
    }

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Length);
        Write((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.ToArray());

    private void Tag(int field, int wire) => Write((ulong)((field << 3) | wire));

    private void Write(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.Write([(byte)((value & 0x7f) | 0x80)]);
            value >>= 7;
        }

        _bytes.Write([(byte)value]);
    }
}
