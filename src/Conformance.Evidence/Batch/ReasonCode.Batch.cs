namespace Conformance.Evidence.Checks;

/// <summary>Why an item of a batch has no verdict.</summary>
public static partial class ReasonCode
{
    public const string InputUnreadable = "INPUT_UNREADABLE";
    public const string InputMalformed = "INPUT_MALFORMED";
    public const string InputTooLarge = "INPUT_TOO_LARGE";
    public const string InputUnknown = "INPUT_UNKNOWN";
    public const string InternalError = "INTERNAL_ERROR";
}
