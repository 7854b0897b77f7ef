namespace Conformance.Evidence.Batch;

/// <summary>
/// An item of a batch that could not be judged, because there is nothing to judge: its input cannot be read or means nothing.
/// </summary>
/// <param name="reason">One of the INPUT_ codes of <see cref="Checks.ReasonCode"/>.</param>
public sealed class BatchException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Reason { get; } = reason;
}
