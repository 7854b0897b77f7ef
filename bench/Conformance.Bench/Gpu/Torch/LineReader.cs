namespace Conformance.Bench.Gpu.Torch;

/// <summary>Lines of a stream that nobody has to trust: none is longer than a limit, and none is waited for longer than one.</summary>
internal sealed class LineReader(Stream stream, int maxBytes, TimeSpan patience)
{
    private readonly byte[] _buffer = new byte[maxBytes + 1];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; null at the end of the stream. Good until the next call.</summary>
    /// <param name="deadline">After which nothing is waited for at all.</param>
    /// <exception cref="TorchFormatException">Too long.</exception>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public ReadOnlyMemory<byte>? Next(DateTime deadline)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
            {
                throw new TorchFormatException($"a line is longer than {maxBytes} bytes");
            }

            var read = Read(deadline);
            if (read == 0)
            {
                // What stands behind the last line's end is no line.
                return _end == 0 ? null : throw new TorchFormatException("the output ends in the middle of a line");
            }

            _end += read;
        }
    }

    private int Read(DateTime deadline)
    {
        var rest = deadline - DateTime.UtcNow;
        var wait = rest < patience ? rest : patience;

        // A pipe's read cannot be cancelled everywhere: it is left behind, and ends when the process is ended.
        var read = stream.ReadAsync(_buffer.AsMemory(_end)).AsTask();
        return Task.WaitAny([read], wait > TimeSpan.Zero ? wait : TimeSpan.Zero) == 0
            ? read.GetAwaiter().GetResult()
            : throw new TimeoutException();
    }
}
