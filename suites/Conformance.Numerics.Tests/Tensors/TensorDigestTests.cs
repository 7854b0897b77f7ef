using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Conformance.Tensors;

namespace Conformance.Numerics.Tests.Tensors;

/// <summary>[D1] against SHA-256 of bytes that are put together here, for lengths around every part and vector.</summary>
public class TensorDigestTests
{
    /// <summary>Elements that TensorDigest takes at a time: 17408 bytes.</summary>
    private const int Part = 4352;

    public static TheoryData<int> Lengths => [0, 1, 3, 7, 8, 15, 16, 17, 31, 513, Part - 1, Part, Part + 1, (2 * Part) + 5];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Of_F32_IsSha256OfTheText(int length)
    {
        var tensor = new Tensor(ElementFormat.F32, new Shape(length));
        for (var i = 0; i < length; i++)
        {
            tensor.Floats[i] = i - 3.5f;
        }

        Assert.Equal(Expected("f32", [length], tensor.Data), TensorDigest.Of(tensor));
    }

    /// <summary>A NaN of another pattern at the first and the last place and on both sides of a part's end.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(Part - 1)]
    [InlineData(Part)]
    [InlineData((2 * Part) + 4)]
    public void Of_NaN_IsTheDigestOfTheCanonicalOne_AndMakesItSo(int place)
    {
        var tensor = new Tensor(ElementFormat.F32, new Shape((2 * Part) + 5));
        BinaryPrimitives.WriteUInt32LittleEndian(tensor.Data.AsSpan(4 * place), 0xffffffff);
        var canonical = new byte[tensor.Data.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(canonical.AsSpan(4 * place), 0x7fc00000);
        Assert.Equal(Expected("f32", [(2 * Part) + 5], canonical), TensorDigest.Of(tensor));
        Assert.Equal(canonical, tensor.Data);
    }

    /// <summary>Three parts and a bit: a part must end between two blocks, or integers would be taken for a scale.</summary>
    [Fact]
    public void Of_Q8_0_TakesScalesAlone()
    {
        var tensor = new Tensor(ElementFormat.Q8_0, new Shape(1541, 32));
        tensor.Data.AsSpan().Fill(0xff);
        var canonical = (byte[])tensor.Data.Clone();
        for (var block = 0; block < canonical.Length; block += 34)
        {
            (canonical[block], canonical[block + 1]) = (0x00, 0x7e);
        }

        Assert.Equal(Expected("q8_0", [1541, 32], canonical), TensorDigest.Of(tensor));
    }

    [Fact]
    public void Of_EveryFormatAndRank_HasTheirHeader()
    {
        foreach (var format in Enum.GetValues<ElementFormat>())
        {
            foreach (var dimensions in (int[][])[[32], [2, 32], [2, 1, 32], [1, 2, 3, 32]])
            {
                var tensor = new Tensor(format, new Shape(dimensions));
                Assert.Equal(Expected(format.Name(), dimensions, tensor.Data), TensorDigest.Of(tensor));
            }
        }

        Assert.Equal(Expected("i32", [], new byte[4]), TensorDigest.Of(new Tensor(ElementFormat.I32, new Shape())));
    }

    [Fact]
    public void Of_BytesOfAnotherCount_IsRefused_AndTheNextIsRight()
    {
        Assert.Throws<ShapeException>(() => TensorDigest.Of(ElementFormat.F32, new Shape(3), new byte[8]));
        Assert.Equal(Expected("f32", [2], new byte[8]), TensorDigest.Of(ElementFormat.F32, new Shape(2), new byte[8]));
    }

    [Fact]
    public void Of_OnManyThreads_IsTheSame()
    {
        var expected = Expected("u64", [999], new byte[7992]);
        Parallel.For(0, 200, _ => Assert.Equal(expected, TensorDigest.Of(new Tensor(ElementFormat.U64, new Shape(999)))));
    }

    private static string Expected(string format, int[] dimensions, byte[] elements)
    {
        using var text = new MemoryStream();
        text.Write(Encoding.ASCII.GetBytes(format));
        text.WriteByte(0);
        foreach (var number in (long[])[dimensions.Length, .. dimensions])
        {
            text.Write(BitConverter.GetBytes(number));
        }

        text.Write(elements);
        return Convert.ToHexStringLower(SHA256.HashData(text.ToArray()));
    }
}
