namespace Conformance.Evidence.Caching;

//  Remembers what a pure function of bytes gave.
//  Key:      every byte of the question (ByteKey); the memory keeps its own copy of them.
//  Bound:    a fixed number of entries of at most MaxKeySize bytes; the one that was not used lately makes room.
//  Threads:  any number. Entries are immutable and published by one reference write, and a lost race costs a repetition.

/// <summary>A bounded memory from byte strings to values that depend on nothing else.</summary>
/// <typeparam name="T">Immutable, or safe to share.</typeparam>
/// <param name="capacity">Entries; a power of two, at least <see cref="Ways"/>.</param>
internal sealed class ByteMemory<T>(int capacity)
    where T : class
{
    /// <summary>Longer questions are answered anew every time. Chains and collateral have at most a few kilobytes.</summary>
    public const int MaxKeySize = 32 * 1024;

    private const int Ways = 4;

    private readonly Entry?[] _entries = new Entry?[capacity];

    /// <summary>What was remembered; null where nothing was.</summary>
    public T? Find(ByteKey key)
    {
        if (key.Length > MaxKeySize)
        {
            return null;
        }

        var hash = key.Hash();
        var set = SetOf(hash);
        for (var i = 0; i < Ways; i++)
        {
            if (Volatile.Read(ref _entries[set + i]) is { } entry && entry.Hash == hash && key.Matches(entry.Kind, entry.Parts))
            {
                entry.IsUsed = true;
                return entry.Value;
            }
        }

        return null;
    }

    /// <param name="parts">The key's own copy (<see cref="ByteKey.Copy"/>), from which the value may have been made.</param>
    public void Keep(ByteKey key, byte[][] parts, T value)
    {
        if (key.Length > MaxKeySize)
        {
            return;
        }

        var hash = key.Hash();
        var set = SetOf(hash);
        var victim = set;
        for (var i = 0; i < Ways; i++)
        {
            var entry = Volatile.Read(ref _entries[set + i]);
            if (entry is null || !entry.IsUsed)
            {
                victim = set + i;
                break;
            }

            // All in use: each has to earn its place again.
            entry.IsUsed = false;
        }

        Volatile.Write(ref _entries[victim], new Entry(hash, key.Kind, parts, value));
    }

    private int SetOf(int hash) => hash & (_entries.Length - 1) & ~(Ways - 1);

    private sealed class Entry(int hash, int kind, byte[][] parts, T value)
    {
        public int Hash { get; } = hash;

        public int Kind { get; } = kind;

        public byte[][] Parts { get; } = parts;

        public T Value { get; } = value;

        /// <summary>A hint: written by any reader, and a lost write makes room a little early.</summary>
        public bool IsUsed { get; set; } = true;
    }
}
