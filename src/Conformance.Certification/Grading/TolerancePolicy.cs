namespace Conformance.Certification.Grading;

/// <summary>How far a result may be from the golden one and still count as the same result computed in another order.</summary>
/// <param name="Name">As reports say it.</param>
/// <param name="MaxUlps">An element no further away than this is inside.</param>
/// <param name="Relative">
/// So is one whose difference is at most this times its magnitude: the same operator on absolute values for sums of products, the largest
/// golden element for the rest. Cancellation makes ULPs of a sum meaningless; its error is bounded by what was added up.
/// </param>
public sealed record TolerancePolicy(string Name, long MaxUlps, double Relative)
{
    private static readonly TolerancePolicy Exact = new("rounded-once", 0, 0);
    private static readonly TolerancePolicy Function = new("function", 4, 0);
    private static readonly TolerancePolicy Composed = new("composed", 16, 1.0 / (1 << 22));
    private static readonly TolerancePolicy Reduction = new("reduction", 4, 1.0 / (1 << 20));
    private static readonly TolerancePolicy Model = new("model", 64, 1.0 / (1 << 13));

    /// <summary>The one table: every policy that exists, with the operators that it is for.</summary>
    public static IReadOnlyList<(TolerancePolicy Policy, IReadOnlyList<string> Operators)> Table { get; } =
    [
        (
            Exact, [
                "add", "sub", "mul", "div", "sqrt", "fma", "narrow", "widen", "quantize", "max", "argmax", "append", "embedding",
                "sample"]),
        (Function, ["exp"]),
        (Composed, ["swiglu", "rope", "rmsnorm", "softmax"]),
        (Reduction, ["sum", "dot", "matmul", "matmul_q8_0", "attention"]),
        (Model, [GradedModel.OperatorName]),
    ];

    /// <exception cref="KeyNotFoundException">An operator that the table forgot: there is no policy by default.</exception>
    public static TolerancePolicy Of(string operatorName)
    {
        foreach (var (policy, operators) in Table)
        {
            if (operators.Contains(operatorName))
            {
                return policy;
            }
        }

        throw new KeyNotFoundException($"no tolerance policy names '{operatorName}'");
    }

    public bool Admits(Difference kind, long ulps, double error, double magnitude) => kind switch
    {
        Difference.None => true,
        Difference.Ulps => ulps <= MaxUlps || error <= Relative * magnitude,
        Difference.Sign => Relative > 0 && error <= Relative * magnitude,
        _ => false,
    };
}
