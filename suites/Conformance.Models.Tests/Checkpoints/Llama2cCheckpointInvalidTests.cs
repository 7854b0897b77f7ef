using System.Buffers.Binary;
using Conformance.Models.Checkpoints;

namespace Conformance.Models.Tests.Checkpoints;

public class Llama2cCheckpointInvalidTests
{
    public static TheoryData<int, int> AbsurdFields()
    {
        var data = new TheoryData<int, int>();
        for (var field = 0; field < 7; field++)
        {
            foreach (var value in (int[])[0, -1, 1 << 10, 1 << 20, 1 << 30, int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 1])
            {
                data.Add(field, value);
            }
        }

        return data;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_EveryTruncation_IsRefused(bool untied)
    {
        var bytes = untied ? SyntheticCheckpoint.Untied() : SyntheticCheckpoint.Tied();
        for (var length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<ModelFormatException>(() => Llama2cCheckpoint.Read(bytes[..length], "cut"));
            Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
            Assert.StartsWith("offset ", error.Place, StringComparison.Ordinal);
            Assert.Contains($"found {length}", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void Read_TrailingBytes_AreRefused(int count)
    {
        byte[] bytes = [.. SyntheticCheckpoint.Tied(), .. new byte[count]];
        var error = Assert.Throws<ModelFormatException>(() => Llama2cCheckpoint.Read(bytes, "long"));
        Assert.Equal($"offset {bytes.Length - count}", error.Place);
        Assert.Contains("trailing", error.Message, StringComparison.Ordinal);
        Assert.Contains($"found {bytes.Length}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AbsurdFields))]
    public void Read_AbsurdField_IsRefused(int field, int value)
    {
        var bytes = SyntheticCheckpoint.Tied();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * field), value);
        Assert.Throws<ModelFormatException>(() => Llama2cCheckpoint.Read(bytes, "absurd"));
    }

    [Fact]
    public void Read_EveryByteFlipped_ThrowsNothingElse()
    {
        for (var i = 0; i < SyntheticCheckpoint.Tied().Length; i++)
        {
            foreach (var mask in (byte[])[0x01, 0x10, 0x80, 0xff])
            {
                var bytes = SyntheticCheckpoint.Tied();
                bytes[i] ^= mask;
                var error = Record.Exception(() => Llama2cCheckpoint.Read(bytes, "flipped"));
                Assert.True(error is null or ModelFormatException, $"byte {i}: {error}");
                Assert.True(error is null || i < 28, $"byte {i} is a weight: any value is one");
            }
        }
    }

    [Theory]
    [InlineData(1, "version 1")]
    [InlineData(2, "version 2")]
    [InlineData(3, "unknown version 3")]
    public void Read_LaterVersion_IsRefusedByName(int version, string name)
    {
        // The exporter writes 0x616b3432 in little endian; a header of such a file is 256 bytes.
        var bytes = new byte[256];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0x616b3432);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), version);
        var error = Assert.Throws<ModelFormatException>(() => Llama2cCheckpoint.Read(bytes, "later"));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HugeClaim_AllocatesNothing()
    {
        // 4 GiB of weights that the limits allow, claimed by 28 bytes.
        var bytes = new byte[28];
        int[] header = [4096, 11008, 6, 32, 32, 32000, 2048];
        Buffer.BlockCopy(header, 0, bytes, 0, bytes.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => Llama2cCheckpoint.Read(bytes, "claim"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Read_StreamWithoutLength_IsTheCallersMistake()
    {
        using var stream = new UnseekableStream();
        Assert.Throws<ArgumentException>(() => Llama2cCheckpoint.Read(stream, "pipe"));
    }

    private sealed class UnseekableStream : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
