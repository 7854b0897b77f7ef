namespace Conformance.Evidence.Checks;

/// <summary>What one check found.</summary>
/// <param name="Reason">One of <see cref="ReasonCode"/>; null where the check passed or does not apply.</param>
/// <param name="Detail">One line for people; its wording may change.</param>
public sealed record Finding(CheckId Check, CheckStatus Status, string? Reason, string? Detail)
{
    public bool IsAuthenticity => Check.Class is CheckClass.Format or CheckClass.Authenticity;
}
