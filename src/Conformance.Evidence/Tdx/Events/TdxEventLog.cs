using System.Security.Cryptography;
using System.Text.Json;
using Conformance.Evidence.Checks;
using Conformance.Vectors;

namespace Conformance.Evidence.Tdx;

//  Event log and its replay (TDX module: TDG.MR.RTMR.EXTEND).
//  Input:   a JSON array of events, each with 'imr' (0 to 3) and 'digest' (SHA-384 in hex), as dstack writes it; other members are
//           for people. Or the numbers and digests directly.
//  Replay:  RTMR starts as 48 zero bytes; RTMR = SHA-384(RTMR | digest) for each of its events, in order.
//  Trust:   none. A log is believed as far as its replay gives the quote's RTMRs.

/// <summary>One extension of an RTMR.</summary>
/// <param name="Rtmr">0 to 3.</param>
/// <param name="Digest">48 bytes.</param>
public sealed record TdxEvent(int Rtmr, byte[] Digest);

/// <summary>A log of measurements.</summary>
public sealed class TdxEventLog(IReadOnlyList<TdxEvent> events)
{
    public IReadOnlyList<TdxEvent> Events { get; } = events;

    /// <exception cref="EvidenceFormatException">Not such a log: the message names the event and the member.</exception>
    public static TdxEventLog Read(ReadOnlyMemory<byte> bytes)
    {
        const string Place = "event log";
        if (bytes.Length > TdxLimits.EventLogBytes)
        {
            throw new EvidenceFormatException(
                ReasonCode.TdxEventLogMalformed, Place, $"expected at most {TdxLimits.EventLogBytes} bytes, found {bytes.Length}");
        }

        // The header of a binary log begins with a register number and an event type; no JSON has zero bytes.
        return bytes.Length >= 4 && bytes.Span[..4].Contains((byte)0)
            ? new TdxEventLog(BinaryEventLog.Read(bytes.Span))
            : ReadJson(bytes, Place);
    }

    private static TdxEventLog ReadJson(ReadOnlyMemory<byte> utf8, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = TdxLimits.JsonDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() > TdxLimits.Events)
            {
                throw new EvidenceFormatException(
                    ReasonCode.TdxEventLogMalformed, place, $"expected an array of at most {TdxLimits.Events} events");
            }

            return new TdxEventLog([.. document.RootElement.EnumerateArray().Select((e, i) =>
            {
                var fields = new JsonFields(e, $"{place}[{i}]");
                return new TdxEvent(
                    SignedJson.Number(fields, "imr", TdBody.RtmrCount - 1), SignedJson.Hex(fields, "digest", SHA384.HashSizeInBytes));
            })]);
        }
        catch (VectorFormatException e)
        {
            throw new EvidenceFormatException(ReasonCode.TdxEventLogMalformed, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EvidenceFormatException(ReasonCode.TdxEventLogMalformed, place, "expected JSON in UTF-8", e);
        }
    }

    /// <summary>What the four RTMRs are after all events.</summary>
    public byte[][] Replay()
    {
        var registers = Enumerable.Range(0, TdBody.RtmrCount).Select(_ => new byte[SHA384.HashSizeInBytes]).ToArray();
        Span<byte> input = stackalloc byte[2 * SHA384.HashSizeInBytes];
        foreach (var (rtmr, digest) in Events)
        {
            registers[rtmr].CopyTo(input);
            digest.CopyTo(input[SHA384.HashSizeInBytes..]);
            SHA384.HashData(input, registers[rtmr]);
        }

        return registers;
    }
}
