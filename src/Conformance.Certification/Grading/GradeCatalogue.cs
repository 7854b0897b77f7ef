using Conformance.Certification.Models;
using Conformance.Certification.Running;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Certification.Grading;

/// <summary>What is graded: all operator vectors, all model vectors, and some cases that are only worth their time here.</summary>
public sealed class GradeCatalogue
{
    private const ulong Seed = 0x4752_4144;

    /// <summary>Of 2003 ones.</summary>
    private const string OnesDigest = "d24452890f47eef72939c588d85cf790d57b7f9607449a7845efc9e1ed1db297";

    private readonly Dictionary<string, OperatorCase> _operators;
    private readonly Dictionary<string, ModelVectorCase> _models;

    private GradeCatalogue(string digest, IEnumerable<OperatorCase> operators, IEnumerable<ModelVectorCase> models)
    {
        Digest = digest;
        _operators = operators.ToDictionary(c => c.Id, StringComparer.Ordinal);
        _models = models.ToDictionary(c => c.Id, StringComparer.Ordinal);
    }

    /// <summary>Of the vectors.</summary>
    public string Digest { get; }

    public IEnumerable<OperatorCase> Operators => _operators.Values;

    public IEnumerable<ModelVectorCase> Models => _models.Values;

    //  The sizes are those with which others found differences: libraries share a sum among threads from some 10^5 elements on, and 2003 is
    //  prime, so that every vector width leaves a remainder. Inputs are proven by digest like any other; the right result comes from the
    //  reference alone, since these cases judge no strict backend.

    //  Uniform, not normalish: sums of the latter's multiples of 2^-8 are exact in any order and would show nothing.

    /// <summary>Cases beside the vectors.</summary>
    public static IReadOnlyList<OperatorCase> Extra { get; } =
    [
        Case("sum/grading-n1048576", "81bf2038a584bf3cd38e065d9a14b7ee58e22ad3e8aad693628152bbe73e4d33", 1, 1 << 20),
        Case("exp/grading-n2003", "df2884f3f36516f3bde45f0b51d160df931798a8330d621178f15441917d03c0", 2003),
        Case("swiglu/grading-sigmoid-n2003", "a32d113789a917393bc1637654a87ee0f3e29a8d54b62182d91e1e47ef942415", 1, 2003),
    ];

    public static GradeCatalogue Load(CaseContext context)
    {
        var catalogue = CaseCatalogue.Load(context);
        return new GradeCatalogue(
            catalogue.Digest,
            catalogue.Cases.OfType<OperatorVectorCase>().Select(c => c.Vector).Concat(Extra).OrderBy(c => c.Id, StringComparer.Ordinal),

            // Tokens are given, so the other samplers and chunks of the same model would be the same case again.
            catalogue.Cases.OfType<ModelVectorCase>().Where(c => c.Id.EndsWith("-greedy", StringComparison.Ordinal)));
    }

    public OperatorCase? FindOperator(string id) => _operators.GetValueOrDefault(id);

    public ModelVectorCase? FindModel(string id) => _models.GetValueOrDefault(id);

    private static OperatorCase Case(string id, string digest, params ReadOnlySpan<int> dimensions)
    {
        var spec = OperatorRegistry.Get(id.Split('/')[0]);
        var type = new TensorType(ElementFormat.F32, new Shape(dimensions));
        return new OperatorCase
        {
            Id = id,
            Operator = spec,
            Flags = ["Ordinary"],
            Attributes = Attributes.None,

            // swiglu times one is silu: the sigmoid and one product.
            Inputs = [.. spec.Inputs.Select((_, i) => i == 0
                ? new TensorRecipe { Type = type, Fill = Fills.Uniform, Seed = Seed, Digest = digest, Scale = 3 }
                : new TensorRecipe { Type = type, Fill = Fills.Values, Values = [0x3f80_0000], Digest = OnesDigest })],
        };
    }
}
