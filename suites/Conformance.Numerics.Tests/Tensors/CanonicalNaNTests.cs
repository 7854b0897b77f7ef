using System.Buffers.Binary;
using Conformance.Tensors;

namespace Conformance.Numerics.Tests.Tensors;

/// <summary>
/// One NaN among numbers that are nearly one, at every place of every length: in whole vectors, between two and in what is left after them.
/// </summary>
public class CanonicalNaNTests
{
    private const int Longest = 70;

    /// <summary>Bits that must stay: zeros, subnormals, the greatest numbers, infinities.</summary>
    private static readonly uint[] Numbers32 =
        [0, 0x80000000, 1, 0x807fffff, 0x3f800000, 0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000];

    private static readonly ushort[] Numbers16 = [0, 0x8000, 1, 0x83ff, 0x3c00, 0x7bff, 0xfbff, 0x7c00, 0xfc00];
    private static readonly ushort[] NumbersB16 = [0, 0x8000, 1, 0x807f, 0x3f80, 0x7f7f, 0xff7f, 0x7f80, 0xff80];

    [Theory]
    [InlineData(0x7fc00000u)]
    [InlineData(0xffc00000u)]
    [InlineData(0x7f800001u)]
    [InlineData(0xff800001u)]
    [InlineData(0x7fffffffu)]
    [InlineData(0xffffffffu)]
    public void Apply_F32_ChangesTheNaNAlone(uint nan) => EveryPlace(
        ElementFormat.F32,
        4,
        (bytes, i) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, i < 0 ? nan : Numbers32[i % Numbers32.Length]),
        [0x00, 0x00, 0xc0, 0x7f]);

    [Theory]
    [InlineData(0x7e00)]
    [InlineData(0xfe00)]
    [InlineData(0x7c01)]
    [InlineData(0xfc01)]
    [InlineData(0x7fff)]
    [InlineData(0xffff)]
    public void Apply_F16_ChangesTheNaNAlone(int nan) => EveryPlace(
        ElementFormat.F16,
        2,
        (bytes, i) => BinaryPrimitives.WriteUInt16LittleEndian(bytes, i < 0 ? (ushort)nan : Numbers16[i % Numbers16.Length]),
        [0x00, 0x7e]);

    [Theory]
    [InlineData(0x7fc0)]
    [InlineData(0xffc0)]
    [InlineData(0x7f81)]
    [InlineData(0xff81)]
    [InlineData(0x7fff)]
    [InlineData(0xffff)]
    public void Apply_BF16_ChangesTheNaNAlone(int nan) => EveryPlace(
        ElementFormat.BF16,
        2,
        (bytes, i) => BinaryPrimitives.WriteUInt16LittleEndian(bytes, i < 0 ? (ushort)nan : NumbersB16[i % NumbersB16.Length]),
        [0xc0, 0x7f]);

    [Fact]
    public void Apply_NaNsOnly_ChangesAll()
    {
        var data = new byte[4 * Longest];
        data.AsSpan().Fill(0xff);
        CanonicalNaN.Apply(ElementFormat.F32, data);
        for (var i = 0; i < Longest; i++)
        {
            Assert.Equal(0x7fc00000u, BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4 * i)));
        }
    }

    /// <summary>Its integers may look like anything.</summary>
    [Fact]
    public void Apply_Q8_0_ChangesScalesAlone()
    {
        var data = new byte[3 * 34];
        data.AsSpan().Fill(0xff);
        (data[34], data[35]) = (0x00, 0xfc);
        var expected = (byte[])data.Clone();
        (expected[0], expected[1], expected[68], expected[69]) = (0x00, 0x7e, 0x00, 0x7e);
        CanonicalNaN.Apply(ElementFormat.Q8_0, data);
        Assert.Equal(expected, data);
    }

    [Theory]
    [InlineData(ElementFormat.I32)]
    [InlineData(ElementFormat.U64)]
    public void Apply_Integers_ChangesNothing(ElementFormat format)
    {
        var data = new byte[8 * Longest];
        data.AsSpan().Fill(0xff);
        CanonicalNaN.Apply(format, data);
        Assert.All(data, b => Assert.Equal(0xff, b));
    }

    /// <param name="format">Under test.</param>
    /// <param name="size">Bytes of an element.</param>
    /// <param name="write">Writes number i, or the NaN for −1.</param>
    /// <param name="canonical">The bytes that replace the NaN.</param>
    private static void EveryPlace(ElementFormat format, int size, Action<byte[], int> write, byte[] canonical)
    {
        var element = new byte[size];
        for (var length = 1; length <= Longest; length++)
        {
            var numbers = new byte[length * size];
            for (var i = 0; i < length; i++)
            {
                write(element, i);
                element.CopyTo(numbers, i * size);
            }

            var untouched = (byte[])numbers.Clone();
            CanonicalNaN.Apply(format, untouched);
            Assert.Equal(numbers, untouched);
            for (var place = 0; place < length; place++)
            {
                var (data, expected) = ((byte[])numbers.Clone(), (byte[])numbers.Clone());
                write(element, -1);
                element.CopyTo(data, place * size);
                canonical.CopyTo(expected, place * size);
                CanonicalNaN.Apply(format, data);
                Assert.Equal(expected, data);
            }
        }
    }
}
