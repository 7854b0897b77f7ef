using System.IO.Compression;
using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Vectors;

namespace Conformance.Evidence.Snp.Containers;

/// <summary>Forms that are text: hex, base64 (also of gzip), and JSON.</summary>
internal static class TextForms
{
    /// <summary>Null where the bytes are no text.</summary>
    public static SnpContainer? Open(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span.Trim(" \t\r\n"u8);
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)' ', (byte)'~') && text[0] != (byte)'{' && !IsWrapped(text))
        {
            return null;
        }

        if (text[0] == (byte)'{')
        {
            return OpenJson(bytes);
        }

        var letters = Encoding.ASCII.GetString(text).Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);
        if (letters.Length % 2 == 0 && letters.All(char.IsAsciiHexDigit))
        {
            return Inner(Convert.FromHexString(letters), "hex");
        }

        return Inner(Base64Text.Decode(letters, "report"), "base64");
    }

    private static bool IsWrapped(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (b is not ((byte)'\r' or (byte)'\n' or (>= (byte)' ' and <= (byte)'~')))
            {
                return false;
            }
        }

        return true;
    }

    private static SnpContainer Inner(byte[] bytes, string form)
    {
        if (bytes is [0x1F, 0x8B, ..])
        {
            bytes = Unzip(bytes);
            form += "+gzip";
        }

        var inner = SnpContainer.OpenBinary(bytes) ?? throw new EvidenceFormatException(
            ReasonCode.SnpReportSize, "report", $"expected {SnpReport.Size} bytes inside {form}, found {bytes.Length}");
        return inner with { Form = inner.Form == "raw" ? form : $"{form} of {inner.Form}" };
    }

    private static byte[] Unzip(byte[] bytes)
    {
        try
        {
            // One byte more than fits is enough to know that it is too much.
            var buffer = new byte[SnpContainer.MaxSize + 1];
            using var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= SnpContainer.MaxSize
                ? buffer[..length]
                : throw new EvidenceFormatException(ReasonCode.SnpContainer, "gzip", $"holds more than {SnpContainer.MaxSize} bytes");
        }
        catch (InvalidDataException e)
        {
            throw new EvidenceFormatException(ReasonCode.SnpContainer, "gzip", "damaged", e);
        }
    }

    private static SnpContainer OpenJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return VectorJson.Read(bytes, "report", fields => fields.Has("outblob") ? OpenTsm(fields) : JsonReport.Open(fields));
        }
        catch (VectorFormatException e)
        {
            throw new EvidenceFormatException(ReasonCode.SnpContainer, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
    }

    // The files of the kernel's configfs-tsm (Documentation/ABI/testing/configfs-tsm), base64 in one object.
    private static SnpContainer OpenTsm(JsonFields fields)
    {
        var provider = fields.Has("provider") ? fields.Text("provider").TrimEnd('\n') : "sev_guest";
        if (provider != "sev_guest")
        {
            throw fields.Bad($"'provider' must be 'sev_guest', not '{provider}'");
        }

        var report = Base64Text.Decode(fields.Text("outblob"), "outblob");
        var table = fields.Has("auxblob") ? CertificateTable.Read(Base64Text.Decode(fields.Text("auxblob"), "auxblob")) : null;
        if (fields.Has("generation"))
        {
            fields.Integer("generation");
        }

        fields.End();
        return new SnpContainer("tsm", report, table);
    }
}
