using System.Text;
using Conformance.Backends;

namespace Conformance.Bench.Gpu.Torch;

/// <summary>The last line of a stream that is read to its end, however long it is, so that who writes to it never waits.</summary>
internal sealed class LastWords
{
    private const int MaxBytes = 1 << 12;

    private readonly Task<byte[]> _tail;

    public LastWords(Stream stream) => _tail = Task.Run(() => Tail(stream));

    /// <summary>After the writer has ended, or been ended.</summary>
    public string Line => _tail.Wait(TimeSpan.FromSeconds(5))
        && Last(Encoding.UTF8.GetString(_tail.Result)) is { Length: > 0 } line
            ? line
            : "it said nothing";

    private static string Last(string text) => DeviceText.Clean(text.Split('\n').LastOrDefault(l => l.Trim().Length > 0) ?? "");

    private static byte[] Tail(Stream stream)
    {
        var (tail, buffer) = (Array.Empty<byte>(), new byte[MaxBytes]);
        try
        {
            while (stream.Read(buffer) is > 0 and var count)
            {
                byte[] all = [.. tail, .. buffer.AsSpan(0, count)];
                tail = all[^Math.Min(all.Length, MaxBytes)..];
            }
        }
        catch (IOException)
        {
            // The pipe broke with its writer; what it said is what there is.
        }

        return tail;
    }
}
