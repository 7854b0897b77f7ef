namespace Conformance.Evidence.Tdx;

/// <summary>What a quote's bytes broke.</summary>
public enum QuoteRule
{
    None,
    SgxQuote,
    Version,
    KeyType,
    TeeType,
    QeVendor,
    BodyType,
    Length,
    Certification,
}
