using System.Buffers.Binary;
using Conformance.Evidence.Caching;

namespace Conformance.Evidence.Tests.Caching;

/// <summary>The memory finds what is equal in every byte, forgets, and is never wrong.</summary>
public sealed class ByteMemoryTests
{
    [Fact]
    public void What_was_kept_is_found_by_equal_bytes()
    {
        var memory = new ByteMemory<string>(16);
        Keep(memory, [1, 2, 3], "a");
        Assert.Equal("a", memory.Find(new ByteKey(0, [1, 2, 3])));
    }

    [Fact]
    public void Any_other_byte_length_kind_or_division_is_another_question()
    {
        var memory = new ByteMemory<string>(16);
        var bytes = new byte[3000];
        Keep(memory, bytes, "a");
        for (var i = 0; i < bytes.Length; i++)
        {
            // Bytes that the hash does not sample must count too.
            bytes[i] ^= 1;
            Assert.Null(memory.Find(new ByteKey(0, bytes)));
            bytes[i] ^= 1;
        }

        Assert.Null(memory.Find(new ByteKey(1, bytes)));
        Assert.Null(memory.Find(new ByteKey(0, bytes.AsSpan(0, bytes.Length - 1))));
        Assert.Null(memory.Find(new ByteKey(0, [.. bytes, 0])));
        Assert.Null(memory.Find(new ByteKey(0, bytes.AsSpan(0, 1500), bytes.AsSpan(1500))));
        Assert.Equal("a", memory.Find(new ByteKey(0, bytes)));
    }

    [Fact]
    public void Too_long_a_question_is_not_remembered()
    {
        var memory = new ByteMemory<string>(16);
        Keep(memory, new byte[ByteMemory<string>.MaxKeySize + 1], "a");
        Assert.Null(memory.Find(new ByteKey(0, new byte[ByteMemory<string>.MaxKeySize + 1])));
        Keep(memory, new byte[ByteMemory<string>.MaxKeySize], "b");
        Assert.Equal("b", memory.Find(new ByteKey(0, new byte[ByteMemory<string>.MaxKeySize])));
    }

    [Fact]
    public void Memory_is_bounded_and_what_is_used_stays_longest()
    {
        var memory = new ByteMemory<string>(64);
        Keep(memory, [7], "used");
        var lost = 0;
        for (var i = 0; i < 10_000; i++)
        {
            Keep(memory, Number(i), "other");
            if (memory.Find(new ByteKey(0, [7])) is null)
            {
                lost++;
                Keep(memory, [7], "used");
            }
        }

        var left = Enumerable.Range(0, 10_000).Count(i => memory.Find(new ByteKey(0, Number(i))) is not null);
        Assert.InRange(left, 1, 64);
        Assert.InRange(lost, 0, 2500);
    }

    [Fact]
    public void Many_threads_never_see_a_value_of_another_question()
    {
        var memory = new ByteMemory<string>(8);
        Parallel.For(0, 200_000, i =>
        {
            var number = Number(i % 97);
            if (memory.Find(new ByteKey(0, number)) is { } found)
            {
                Assert.Equal(Convert.ToHexString(number), found);
            }
            else
            {
                Keep(memory, number, Convert.ToHexString(number));
            }
        });
    }

    private static void Keep(ByteMemory<string> memory, byte[] bytes, string value)
    {
        var key = new ByteKey(0, bytes);
        memory.Keep(key, key.Copy(), value);
    }

    private static byte[] Number(int i)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, i);
        return bytes;
    }
}
