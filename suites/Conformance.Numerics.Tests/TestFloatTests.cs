using System.Globalization;
using Conformance.Numerics.Formats;
using Conformance.Suites;

namespace Conformance.Numerics.Tests;

/// <summary>
/// [P1], [V3]: the primitives give the results of Berkeley TestFloat (round to nearest even). NaN is compared as a class.
/// </summary>
public class TestFloatTests
{
    public static TheoryData<string> Files =>
        ["f32_add", "f32_sub", "f32_mul", "f32_div", "f32_sqrt", "f32_mulAdd", "f16_to_f32", "f32_to_f16", "i32_to_f32"];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Results_AreThoseOfTestFloat(string name)
    {
        var rows = 0;
        foreach (var line in File.ReadLines(Corpus.File($"determinism/testfloat/{name}.txt")))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 3 || line[0] == '#')
            {
                continue;
            }

            // Operands, result, exception flags.
            var operands = words[..^2].Select(w => uint.Parse(w, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            var expected = uint.Parse(words[^2], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var actual = Compute(name, operands);
            var isNaN = name == "f32_to_f16" ? (expected & 0x7fff) > 0x7c00 : (expected & 0x7fffffff) > 0x7f800000;
            if (isNaN)
            {
                Assert.True(name == "f32_to_f16" ? actual == 0x7e00 : (actual & 0x7fffffff) > 0x7f800000, $"{line}: {actual:x8}");
            }
            else
            {
                Assert.True(expected == actual, $"{name} {line}: {actual:x8}");
            }

            rows++;
        }

        Assert.True(rows > 100, $"only {rows} rows in {name}");
    }

    private static uint Compute(string name, uint[] bits)
    {
        float F(int i) => BitConverter.UInt32BitsToSingle(bits[i]);
        return name switch
        {
            "f32_add" => Bits(F(0) + F(1)),
            "f32_sub" => Bits(F(0) - F(1)),
            "f32_mul" => Bits(F(0) * F(1)),
            "f32_div" => Bits(F(0) / F(1)),
            "f32_sqrt" => Bits(MathF.Sqrt(F(0))),
            "f32_mulAdd" => Bits(Primitives.Fma(F(0), F(1), F(2))),
            "f16_to_f32" => Bits(Binary16.Widen((ushort)bits[0])),
            "f32_to_f16" => Binary16.Narrow(F(0)),
            "i32_to_f32" => Bits(unchecked((int)bits[0])),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
