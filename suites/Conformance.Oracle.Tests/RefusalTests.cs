using static Conformance.Oracle.Tests.Calls;

namespace Conformance.Oracle.Tests;

//  Each call here differs in one point from one that is accepted.
public sealed class RefusalTests
{
    private static readonly OracleTensor Row = F32([1, 2], 1, 2);

    [Fact]
    public void A_good_call_of_each_twin_is_accepted()
    {
        Run("add", [], ("a", Row), ("b", Row));
        Run("narrow", [("format", "f16")], ("x", Row));
        Run("softmax", [], ("x", Row), ("lengths", OracleTensor.FromInts([2], 1)));
        Attention(0, 1, 2);
        Rope(1, 0);
        Append(1);
    }

    [Fact]
    public void Elementwise_calls_are_checked()
    {
        Refused(() => Run("mod", [], ("a", Row), ("b", Row)));
        Refused(() => Run("add", [], ("a", Row)));
        Refused(() => Run("add", [], ("a", Row), ("b", F32([2], 1, 2))));
        Refused(() => Run("add", [], ("a", Row), ("b", OracleTensor.FromFloats("f16", [1, 2], 1, 2))));
        Refused(() => Run("narrow", [("format", "f32")], ("x", Row)));
        Refused(() => Run("narrow", [], ("x", Row)));
        Refused(() => Run("widen", [], ("x", Row)));
        Refused(() => Run("quantize", [], ("x", Row)));
    }

    [Fact]
    public void Row_calls_are_checked()
    {
        Refused(() => Run("argmax", [], ("x", F32([1, 0]))));
        Refused(() => Run("softmax", [], ("x", Row), ("lengths", OracleTensor.FromInts([3], 1))));
        Refused(() => Run("softmax", [], ("x", Row), ("lengths", OracleTensor.FromInts([-1], 1))));
        Refused(() => Run("softmax", [], ("x", Row), ("lengths", OracleTensor.FromInts([1, 1], 2))));
        Refused(() => Run("rmsnorm", [("eps", 0u)], ("x", Row), ("g", F32([3], 1, 1, 1))));
        Refused(() => Run("rmsnorm", [("eps", 1e-5)], ("x", Row), ("g", F32([2], 1, 1))));
    }

    [Fact]
    public void Matrix_calls_are_checked()
    {
        Refused(() => Run("matmul", [], ("a", Row), ("b", F32([1, 3], 1, 2, 3))));
        Refused(() => Run("matmul", [], ("a", Row), ("b", Row), ("bias", F32([2], 1, 2))));
        Refused(() => Run("matmul_q8_0", [], ("a", Row), ("b", Row)));
        Refused(() => Attention(2, 1, 2));
        Refused(() => Attention(-2, 1, 2));
        Refused(() => Attention(0, 2, 1));
        Refused(() => Rope(2, 0));
        Refused(() => Rope(-1, 0));
        Refused(() => Rope(0, 2));
        Refused(() => Append(2));
        Refused(() => Append(-1));
    }

    private static void Attention(long position, int groups, int heads)
    {
        var q = OracleInputs.Make("uniform", "f32", [1, heads, 2]);
        var k = OracleInputs.Make("uniform", "f32", [2, groups, 2]);
        Run("attention", [("position", position), ("scale", 0x3f800000u)], ("q", q), ("k", k), ("v", k));
    }

    private static void Rope(long position, long pairing) =>
        Run(
            "rope",
            [("position", position), ("pairing", pairing)],
            ("x", F32([1, 1, 2], 1, 2)), ("cos", F32([2, 1], 1, 0)), ("sin", F32([2, 1], 0, 1)));

    private static void Append(long position) =>
        Run("append", [("position", position)], ("cache", F32([2, 1], 1, 2)), ("values", F32([1, 1], 9)));

    private static void Refused(Action call) => Assert.ThrowsAny<ArgumentException>(call);
}
