using Conformance.Oracle.Kernels;
using static Conformance.Oracle.Tests.Calls;

namespace Conformance.Oracle.Tests;

//  Fills ([I1]-[I3]) and digests ([D1], [D2]). Key 0 and counter 0 give the words of Random123's first known answer.
public sealed class InputTests
{
    private static readonly uint[] Words = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8];

    [Fact]
    public void Bits_are_the_words() => Assert.Equal(Words, Bits(OracleInputs.Make("bits", "f32", [4])));

    [Fact]
    public void Elements_take_the_words_of_their_block_in_turn()
    {
        var six = Philox.Words(0x1_0000_0002, 9, 6);
        var (w0, w1, _, _) = Philox.Block(1, 0, 9, 0, 2, 1);
        Assert.Equal([w0, w1], six[4..]);
    }

    [Fact]
    public void Uniform_is_24_bits_around_zero() => Assert.Equal(
        Array.ConvertAll(Words, static w => ((w >> 8) / 8388608f) - 1),
        OracleInputs.Make("uniform", "f32", [2, 2]).Floats());

    [Fact]
    public void Normalish_is_the_sum_of_the_bytes() =>
        Assert.Equal((0x66 + 0x27 + 0xe8 + 0xd5 - 510) / 256f, OracleInputs.Make("normalish", "f32", [1]).Floats()[0]);

    [Fact]
    public void Scale_multiplies_and_narrowing_comes_last()
    {
        var x = (0x66 + 0x27 + 0xe8 + 0xd5 - 510) / 256f;
        Assert.Equal(x * 1024, OracleInputs.Make("normalish", "f32", [1], scale: 10).Floats()[0]);
        Assert.Equal(Formats.WidenBFloat(Formats.NarrowBFloat(x / 16)), OracleInputs.Make("normalish", "bf16", [1], scale: -4).Floats()[0]);
        Assert.Equal(0f, OracleInputs.Make("uniform", "f16", [1], scale: -60).Floats()[0]);
    }

    [Fact]
    public void Tables_are_indexed_by_the_word()
    {
        // The low five bits of the words are 21, 13, 12 and 24.
        Assert.Equal([0xc2aeac50u, 0x33800000, 0x34000000, 0x7f7fffff], Bits(OracleInputs.Make("special", "f32", [4])));
        Assert.All(OracleInputs.Make("finite", "f32", [1000]).Floats(), static x => Assert.True(float.IsFinite(x)));
    }

    [Fact]
    public void Values_repeat_and_their_NaN_is_canonical()
    {
        Assert.Equal([1u, 0x7fc00000, 1], Bits(OracleInputs.Make("values", "f32", [3], values: [1, 0xffffffff])));
        Assert.Equal([-1, 7, -1], OracleInputs.Make("values", "i32", [3], values: [0xffffffff, 7]).Ints());
        Assert.Empty(OracleInputs.Make("values", "f32", [0, 3], values: []).Data);
    }

    [Fact]
    public void Modulo_is_the_rest_of_the_word() =>
        Assert.Equal(Array.ConvertAll(Words, static w => (int)(w % 1000)), OracleInputs.Make("modulo", "i32", [4], modulo: 1000).Ints());

    [Fact]
    public void Rotation_tables_begin_with_cos_1_and_sin_0_and_hold_the_sine()
    {
        var cos = OracleInputs.Make("rope_cos", "f32", [3, 2], theta: 0x461c4000).Floats();
        var sin = OracleInputs.Make("rope_sin", "f32", [3, 2], theta: 0x461c4000).Floats();
        Assert.Equal([1f, 1f], cos[..2]);
        Assert.Equal([0f, 0f], sin[..2]);
        Assert.Equal([(float)Math.Sin(1), (float)Math.Sin(0.01), (float)Math.Sin(2), (float)Math.Sin(0.02)], sin[2..]);
        Assert.Equal([(float)Math.Cos(1), (float)Math.Cos(0.01)], cos[2..4]);
    }

    [Fact]
    public void Wrong_requests_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("uniform", "f32", [1], scale: 61));
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("uniform", "i32", [1]));
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("modulo", "i32", [1]));
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("values", "f32", [1], values: []));
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("uniform", "q8_0", [33]));
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("uniform", "f64", [1]));
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("gaussian", "f32", [1]));
        Assert.ThrowsAny<ArgumentException>(() => OracleInputs.Make("rope_cos", "f32", [1, 1], theta: 0));
    }

    [Theory]
    [InlineData("f32", "0000803f00000080", "26729ea628eb05e28456062a3e26500135c290dff772b53f9b1bd348851d16c7")]
    public void The_digest_frames_name_rank_and_dimensions(string format, string data, string expected) => Assert.Equal(
        expected, new OracleTensor(format, [1, 2], Convert.FromHexString(data)).Digest());

    [Fact]
    public void The_digest_of_nothing_still_has_a_frame() => Assert.Equal(
        "7dbc1f945e3565e63bc615a9c59b78a0196101c281cd5c5a49ad8936fe1f8e98",
        OracleTensor.FromInts([], 0).Digest());

    [Fact]
    public void The_digest_sees_shape_format_and_every_byte_but_one_NaN()
    {
        var x = new OracleTensor("f32", [2], Convert.FromHexString("0000803f0000c07f"));
        Assert.NotEqual(x.Digest(), (x with { Shape = [1, 2] }).Digest());
        Assert.NotEqual(x.Digest(), (x with { Format = "i32" }).Digest());
        Assert.NotEqual(x.Digest(), (x with { Data = Convert.FromHexString("0100803f0000c07f") }).Digest());
        Assert.Equal(x.Digest(), (x with { Data = Convert.FromHexString("0000803f010080ff") }).Digest());
    }

    [Fact]
    public void The_first_elements_are_16_or_one_block()
    {
        Assert.Equal(2 * 64, OracleInputs.Make("bits", "f32", [100]).FirstHex().Length);
        Assert.Equal(2 * 34, OracleInputs.Make("bits", "q8_0", [2, 64]).FirstHex().Length);
        Assert.Equal("d5e82766", OracleInputs.Make("bits", "f32", [1]).FirstHex());
    }
}
