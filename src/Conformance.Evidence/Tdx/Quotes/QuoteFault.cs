using System.Globalization;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>Why bytes are no TDX quote. The text is made only when somebody asks.</summary>
/// <param name="Offset">Of the field that is wrong.</param>
/// <param name="Template">What was expected and found, with {0} and {1}.</param>
public readonly record struct QuoteFault(QuoteRule Rule, int Offset, string Template, long Expected, long Found)
{
    public string Reason => Rule switch
    {
        QuoteRule.SgxQuote => ReasonCode.TdxSgxQuote,
        QuoteRule.Version => ReasonCode.TdxVersion,
        QuoteRule.KeyType => ReasonCode.TdxKeyType,
        QuoteRule.TeeType => ReasonCode.TdxTeeType,
        QuoteRule.QeVendor => ReasonCode.TdxQeVendor,
        QuoteRule.BodyType => ReasonCode.TdxBodyType,
        QuoteRule.Certification => ReasonCode.TdxCertificationType,
        _ => ReasonCode.TdxLength,
    };

    public string Message => "expected " + string.Format(CultureInfo.InvariantCulture, Template, Number(Expected), Number(Found));

    public EvidenceFormatException ToException() => new(Reason, $"offset {Offset}", Message);

    public override string ToString() => $"offset {Offset}: {Message}";

    private string Number(long value) => Rule is QuoteRule.TeeType or QuoteRule.QeVendor
        ? "0x" + value.ToString("x2", CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);
}
