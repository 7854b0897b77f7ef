namespace Conformance.Evidence.Batch;

/// <summary>Lines of a stream, of which no one can fill the memory.</summary>
internal static class BoundedLines
{
    /// <summary>
    /// Lines without their ends; null for one that is longer than <paramref name="limit"/>, whose bytes are passed over. Empty lines count.
    /// </summary>
    public static IEnumerable<byte[]?> Read(Stream stream, int limit)
    {
        var buffer = new byte[64 * 1024];
        using var line = new MemoryStream();
        var isTooLong = false;
        var isOpen = false;
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            var start = 0;
            while (start < count)
            {
                var end = buffer.AsSpan(start, count - start).IndexOf((byte)'\n');
                var part = end < 0 ? count - start : end;
                isTooLong |= line.Length + part > limit;
                if (!isTooLong)
                {
                    line.Write(buffer, start, part);
                }

                isOpen = end < 0;
                start += part + 1;
                if (!isOpen)
                {
                    yield return isTooLong ? null : line.ToArray();
                    line.SetLength(0);
                    isTooLong = false;
                }
            }
        }

        if (isOpen)
        {
            yield return isTooLong ? null : line.ToArray();
        }
    }
}
