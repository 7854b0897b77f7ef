using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Batch;

/// <summary>What one item expects of its report, beside the policy.</summary>
internal static class BatchExpectation
{
    private const int ReportDataSize = 64;
    private const int ChallengeSize = 32;

    /// <summary>
    /// The policy with the expected report data as its only value. An item can ask for more than its policy, never for something else.
    /// </summary>
    /// <exception cref="BatchException">A value of the wrong length, or one that the policy does not list.</exception>
    public static EvidencePolicy Add(EvidencePolicy policy, EvidenceKind kind, ReadOnlyMemory<byte>? expected)
    {
        if (expected is not { } value)
        {
            return policy;
        }

        var size = kind == EvidenceKind.Nvidia ? ChallengeSize : ReportDataSize;
        if (value.Length != size)
        {
            throw Bad($"expected {size} bytes for {EvidenceKinds.NameOf(kind)}, found {value.Length}");
        }

        var only = new ReferenceValues(value.ToArray());
        return kind switch
        {
            EvidenceKind.Snp => policy with
            {
                Snp = policy.Snp with { ReportData = Narrow(policy.Snp.ReportData, value, only) },
                Required = With(policy.Required, "snp.report-data"),
            },
            EvidenceKind.Tdx => policy with
            {
                Tdx = policy.Tdx with { ReportData = Narrow(policy.Tdx.ReportData, value, only) },
                Required = With(policy.Required, "tdx.report-data"),
            },
            _ => policy,
        };
    }

    private static ReferenceValues Narrow(ReferenceValues? listed, ReadOnlyMemory<byte> value, ReferenceValues only) =>
        listed is null || listed.Contains(value.Span) ? only : throw Bad("the policy lists other values");

    private static HashSet<string> With(IReadOnlySet<string> required, string id) => new(required, StringComparer.Ordinal) { id };

    private static BatchException Bad(string message) => new(ReasonCode.InputMalformed, $"reportData or nonce: {message}");
}
