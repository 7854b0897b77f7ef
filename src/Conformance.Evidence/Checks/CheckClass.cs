namespace Conformance.Evidence.Checks;

/// <summary>What it means when a check fails. The first two make evidence not authentic, the last two make it not acceptable.</summary>
public enum CheckClass
{
    /// <summary>The bytes are not evidence of this kind.</summary>
    Format,

    /// <summary>A signature, chain, binding or identity does not hold.</summary>
    Authenticity,

    /// <summary>
    /// Genuine, but not at this time: expired, not yet valid, revoked, stale, or at a security level that is out of date.
    /// </summary>
    Time,

    /// <summary>Genuine and current, but not what the relying party asked for.</summary>
    Policy,
}
