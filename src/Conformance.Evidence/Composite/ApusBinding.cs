using System.Security.Cryptography;
using System.Text;

namespace Conformance.Evidence.Composite;

//  What a PermawebOS (LapEE) measurement with an APUS composition puts into REPORT_DATA:
//
//  nonce       = SHA-256 of {"gpu-inventory-digest":"…","request-nonce":"…"}, keys sorted, no blanks
//  report data = SHA-512("lapee-measurement-v1" | body id 32 | nonce | recipient id 32 | device context id 32)
//
//  The ids are those of messages; here they are taken as declared: the hash binds them, whether or not the messages have these ids.

/// <summary>The values that the measurement binds.</summary>
public sealed record ApusBinding
{
    /// <summary>base64url of 32 bytes; null where the envelope has no composition, or one without integration.</summary>
    public required string? InventoryDigest { get; init; }

    /// <summary>base64url; the challenge, or what was drawn where none was given.</summary>
    public required string? RequestNonce { get; init; }

    /// <summary>What the CPU was given as nonce.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>32 bytes each; empty where the envelope lacks them.</summary>
    public required ReadOnlyMemory<byte> BodyId { get; init; }

    public required ReadOnlyMemory<byte> RecipientId { get; init; }

    public required ReadOnlyMemory<byte> ContextId { get; init; }

    /// <summary>SHA-256 of the inventory that travels along, in its canonical form, as base64url; null where none does.</summary>
    public string? CarriedDigest { get; init; }

    /// <summary>Number of devices in the inventory that travels along.</summary>
    public int? CarriedCount { get; init; }

    /// <summary>What the nonce must be; null where nothing is bound by it.</summary>
    public byte[]? ExpectedNonce => InventoryDigest is null || RequestNonce is null ? null : NonceOf(InventoryDigest, RequestNonce);

    /// <summary>64 bytes; null where an id is missing.</summary>
    public byte[]? ExpectedReportData => BodyId.Length == 32 && RecipientId.Length == 32 && ContextId.Length == 32
        ? SHA512.HashData([.. "lapee-measurement-v1"u8, .. BodyId.Span, .. Nonce.Span, .. RecipientId.Span, .. ContextId.Span])
        : null;

    /// <param name="inventoryDigest">Text without anything that JSON would escape.</param>
    /// <param name="requestNonce">Likewise.</param>
    public static byte[] NonceOf(string inventoryDigest, string requestNonce) =>
        SHA256.HashData(
            Encoding.ASCII.GetBytes($"{{\"gpu-inventory-digest\":\"{inventoryDigest}\",\"request-nonce\":\"{requestNonce}\"}}"));
}
