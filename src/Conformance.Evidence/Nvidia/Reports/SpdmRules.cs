namespace Conformance.Evidence.Nvidia.Reports;

/// <summary>How much of what other verifiers let pass is let pass here. The signature is over all bytes in either mode.</summary>
public enum SpdmRules
{
    /// <summary>Only what real devices send: fixed header bytes, ascending indexes, known fields, nothing after the signature.</summary>
    Strict,

    /// <summary>
    /// Also accepts zero bytes after the signature, indexes out of order, and fields that are unknown or repeated (the last one counts),
    /// as the vendor's own tools do. Sizes that do not add up are refused all the same.
    /// </summary>
    Compatible,
}
