using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Certification.Grading;

/// <summary>A histogram in a worker's answer: 'NaNs signs values 0:n 1:n …', buckets by number, empty ones left out.</summary>
internal sealed class UlpHistogramJson : JsonConverter<UlpHistogram>
{
    public override UlpHistogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var words = (reader.GetString() ?? "").Split(' ');
        try
        {
            return UlpHistogram.Of(words.Skip(3).Select(w => w.Split(':')).Select(p => KeyValuePair.Create((int)Number(p[0]), Number(p[1]))),
                Number(words[0]), Number(words[1]), Number(words[2]));
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new JsonException("not a histogram", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, UlpHistogram value, JsonSerializerOptions options)
    {
        var buckets = value.Counts.Select((count, bucket) => (count, bucket)).Where(b => b.count > 0).Select(b => $"{b.bucket}:{b.count}");
        writer.WriteStringValue(string.Join(' ', (string[])[$"{value.NaNs}", $"{value.Signs}", $"{value.Values}", .. buckets]));
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
