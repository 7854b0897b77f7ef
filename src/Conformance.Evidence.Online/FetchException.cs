namespace Conformance.Evidence.Online;

/// <summary>An input that could not be had. The message names the address, what was expected and what was found.</summary>
public sealed class FetchException(Uri address, string message, Exception? inner = null) : Exception($"GET {address}: {message}", inner)
{
    public Uri Address { get; } = address;

    /// <summary>The answer's status; null where there was no answer, or one that could not be used.</summary>
    public int? Status { get; init; }
}
