namespace Conformance.Oracle;

/// <summary>
/// Every operator of SA-1 section 5. Attributes: long for integers, uint for the bits of a binary32, ulong for a seed, string
/// for a format. The result holds every stage and output by the names of the table.
/// </summary>
public static partial class OracleOperators
{
    /// <exception cref="ArgumentException">Unknown operator, missing or ill-shaped input, attribute out of range.</exception>
    public static IReadOnlyDictionary<string, OracleTensor> Run(
        string op,
        IReadOnlyDictionary<string, object> attributes,
        IReadOnlyDictionary<string, OracleTensor> inputs)
    {
        var call = new OperatorCall(op, attributes, inputs);
        Find(op)(call);
        return call.Results;
    }

    private static Action<OperatorCall> Find(string op) => op switch
    {
        "add" or "sub" or "mul" or "div" => Binary,
        "sqrt" or "exp" => Unary,
        "fma" => Fma,
        "narrow" => Narrow,
        "widen" => Widen,
        "quantize" => Quantize,
        "sum" or "max" => Reduce,
        "dot" => Dot,
        "argmax" => ArgMax,
        "matmul" => Matmul,
        "matmul_q8_0" => MatmulQ8,
        "rmsnorm" => RmsNorm,
        "softmax" => Softmax,
        "rope" => Rope,
        "append" => Append,
        "attention" => Attention,
        "swiglu" => SwiGlu,
        "embedding" => Embedding,
        "sample" => Sample,
        _ => throw new ArgumentException($"SA-1 has no operator {op}.", nameof(op)),
    };
}
