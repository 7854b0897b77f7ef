namespace Conformance.Evidence.Tdx;

/// <summary>What untrusted input may ask for. All far above what is real, all small enough to be read without thought.</summary>
public static class TdxLimits
{
    /// <summary>Real quotes have about 5000 bytes, in buffers of up to 8000.</summary>
    public const int QuoteBytes = 1 << 16;

    /// <summary>A wrapped quote: JSON around base64 or hex, with other members beside it.</summary>
    public const int QuoteFileBytes = 1 << 20;

    /// <summary>Collateral: two JSON texts of a few kilobytes, two revocation lists, nine certificates.</summary>
    public const int CollateralBytes = 1 << 22;

    /// <summary>TCB info nests five deep.</summary>
    public const int JsonDepth = 16;

    /// <summary>Intel's chains have two or three.</summary>
    public const int ChainCertificates = 4;

    /// <summary>Real TCB info has up to 20 levels.</summary>
    public const int TcbLevels = 256;

    /// <summary>Firmware reserves up to a megabyte for its log; JSON takes more room for the same.</summary>
    public const int EventLogBytes = 1 << 24;

    /// <summary>Boot logs have about a hundred events.</summary>
    public const int Events = 1 << 16;
}
