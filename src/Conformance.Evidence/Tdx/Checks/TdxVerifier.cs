using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>Judges quotes. Pure: the same bytes and request give the same verdict, at any time and on any machine.</summary>
public static class TdxVerifier
{
    /// <summary>Never throws on data: bytes that are no quote are refused like any other evidence.</summary>
    /// <param name="quote">Raw bytes, or one of the forms that <see cref="QuoteContainer"/> unwraps.</param>
    public static EvidenceVerdict Verify(ReadOnlyMemory<byte> quote, TdxRequest request)
    {
        var context = new TdxContext(quote, request);
        var findings = TdxChecks.All.RunAll(context);
        return EvidenceVerdict.Of(
            TdxChecks.Registry, findings, TdxChecks.Required(request.Policy), () =>
                TdxFacts.Of(context), TdxChecks.Waived(request.Policy.Tdx));
    }
}
