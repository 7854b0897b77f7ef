using Conformance.Vectors;

namespace Conformance.Evidence;

/// <summary>Bytes that are not what they should be. The only exception that any parser here lets out, whatever the bytes.</summary>
/// <param name="reason">One of <see cref="Checks.ReasonCode"/>.</param>
/// <param name="place">Offset or field.</param>
/// <param name="message">What was expected and what was found.</param>
/// <param name="inner">What the library said, where one was at work.</param>
public sealed class EvidenceFormatException(string reason, string place, string message, Exception? inner = null)
    : Exception(OneLine.Of($"{place}: {message}"), inner)
{
    public string Reason { get; } = reason;

    public string Place { get; } = OneLine.Of(place);
}
