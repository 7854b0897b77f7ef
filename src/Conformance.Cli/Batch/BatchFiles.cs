using Conformance.Evidence.Batch;
using Conformance.Evidence.Checks;

namespace Conformance.Cli.Batch;

/// <summary>Reads the files that a batch names.</summary>
internal static class BatchFiles
{
    /// <summary>Room for any evidence and any endorsement; several are open at once.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    /// <param name="folder">What relative names are relative to.</param>
    /// <exception cref="BatchException">The file cannot be read, or is empty or too large.</exception>
    public static byte[] Read(string folder, string name)
    {
        try
        {
            var path = Path.Combine(folder, name);
            var info = new FileInfo(path);
            info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;

            // Pipes and devices say that they are empty, and opening a pipe could wait for ever.
            if (info.Exists && info.Length == 0)
            {
                throw new BatchException(ReasonCode.InputUnreadable, $"{name}: empty, or no regular file");
            }

            using var stream = info.OpenRead();
            var buffer = new byte[Math.Min(info.Length, MaxSize) + 1];
            var count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return count <= Math.Min(info.Length, MaxSize)
                ? buffer[..count]
                : throw new BatchException(
                    ReasonCode.InputTooLarge, $"{name}: expected at most {MaxSize} bytes, found {Math.Max(info.Length, count)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : e is UnauthorizedAccessException ? "may not be read, or is no file"
                : e.Message;
            throw new BatchException(ReasonCode.InputUnreadable, $"{name}: {why}", e);
        }
    }
}
