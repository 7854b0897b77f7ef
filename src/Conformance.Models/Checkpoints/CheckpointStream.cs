using System.Security.Cryptography;

namespace Conformance.Models.Checkpoints;

/// <summary>Reads a checkpoint once from front to end, hashing every byte. Knows where it is when something is missing.</summary>
internal sealed class CheckpointStream(Stream stream, string file) : IDisposable
{
    private const int SkipBytes = 1 << 14;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private long _offset;

    /// <summary>Bytes from the place where reading began to the end.</summary>
    public long Length { get; } = stream.Length - stream.Position;

    /// <exception cref="ModelFormatException">The stream ends before.</exception>
    public void Read(Span<byte> target, string what)
    {
        int count;
        try
        {
            count = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            throw new ModelFormatException(file, $"offset {_offset}", $"{what} cannot be read: {e.Message}", e);
        }

        if (count < target.Length)
        {
            throw ModelFormatException.AtOffset(file, _offset, $"truncated: expected {target.Length} bytes of {what}, found {count}");
        }

        _hash.AppendData(target);
        _offset += count;
    }

    public void Skip(long count, string what)
    {
        Span<byte> scratch = stackalloc byte[SkipBytes];
        while (count > 0)
        {
            var part = scratch[..(int)Math.Min(count, SkipBytes)];
            Read(part, what);
            count -= part.Length;
        }
    }

    /// <summary>SHA-256 of everything read.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
