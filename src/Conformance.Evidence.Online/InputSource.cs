using System.Security.Cryptography;

namespace Conformance.Evidence.Online;

/// <summary>Where an input of a verdict came from.</summary>
/// <param name="State">'given' (by the caller or with the evidence), 'fetched', 'cached' or 'failed'.</param>
/// <param name="FetchedAt">Null where it was given, or could not be fetched.</param>
/// <param name="Sha256">Of the bytes, lower-case hex; null where there are none.</param>
/// <param name="Detail">Why it could not be fetched, or what was wrong with the cache.</param>
public sealed record InputSource(string Input, Uri? Address, string State, DateTimeOffset? FetchedAt, string? Sha256, string? Detail)
{
    public bool IsCached => State == "cached";

    public bool IsFailed => State == "failed";

    public static InputSource Given(string input) => new(input, null, "given", null, null, null);

    public static InputSource Failed(string input, Uri? address, string detail) => new(input, address, "failed", null, null, detail);

    internal static InputSource Of(Resource resource, Fetched fetched, string? note) => new(
        resource.Input, resource.Address, fetched.IsCached ? "cached" : "fetched", fetched.At,
        Convert.ToHexStringLower(SHA256.HashData(fetched.Body)), note);
}
