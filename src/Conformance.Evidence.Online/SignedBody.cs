using System.Buffers;
using System.Text.Json;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Online;

/// <summary>
/// Intel's answers: {"tcbInfo": {…}, "signature": "…"}. What is signed is the object's text, byte for byte, so that it is cut out and not
/// read.
/// </summary>
internal static class SignedBody
{
    private const int MaxDepth = 16;

    /// <param name="member">'tcbInfo' or 'enclaveIdentity'.</param>
    /// <exception cref="EvidenceFormatException">Anything but exactly these two members.</exception>
    public static (byte[] Text, byte[] Signature) Split(byte[] body, string member)
    {
        try
        {
            return Read(body, member);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EvidenceFormatException(ReasonCode.TdxCollateralMalformed, member, "expected JSON, found another text", e);
        }
    }

    private static (byte[] Text, byte[] Signature) Read(byte[] body, string member)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        byte[]? text = null;
        byte[]? signature = null;
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject, member);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(member))
            {
                Expect(text is null && json.Read() && json.TokenType == JsonTokenType.StartObject, member);
                var start = (int)json.TokenStartIndex;
                json.Skip();
                text = body[start..(int)json.BytesConsumed];
            }
            else
            {
                Expect(
                    signature is null && json.ValueTextEquals("signature"u8) && json.Read()
                        && json.TokenType == JsonTokenType.String, member);
                var hex = json.GetString()!;
                signature = new byte[hex.Length / 2];
                Expect(hex.Length % 2 == 0 && Convert.FromHexString(hex, signature, out _, out _) == OperationStatus.Done, member);
            }
        }

        // The end of the object, and nothing after it.
        Expect(json.TokenType == JsonTokenType.EndObject && !json.Read() && text is not null && signature is not null, member);
        return (text!, signature!);
    }

    private static void Expect(bool isSo, string member)
    {
        if (!isSo)
        {
            throw new EvidenceFormatException(
                ReasonCode.TdxCollateralMalformed, member, $"expected an object with '{member}' and 'signature' in hex, once each, and nothing else");
        }
    }
}
