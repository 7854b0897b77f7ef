using System.Buffers;

namespace Conformance.Models.Tokenizers;

/// <summary>Pieces by their bytes, with their scores.</summary>
internal sealed class PieceTable
{
    private readonly byte[][] _pieces;
    private readonly float[] _scores;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _ids;
    private readonly int _longest;

    public PieceTable(byte[][] pieces, float[] scores)
    {
        _pieces = pieces;
        _scores = scores;
        var ids = new Dictionary<byte[], int>(pieces.Length, new BytesComparer());
        for (var id = 0; id < pieces.Length; id++)
        {
            ids.TryAdd(pieces[id], id);
            _longest = Math.Max(_longest, pieces[id].Length);
        }

        _ids = ids.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public float Score(int id) => _scores[id];

    /// <summary>The piece's id, or -1.</summary>
    public int Find(ReadOnlySpan<byte> piece) => _ids.TryGetValue(piece, out var id) ? id : -1;

    /// <summary>The id of two pieces joined, or -1.</summary>
    public int FindJoin(int left, int right)
    {
        var (a, b) = (_pieces[left], _pieces[right]);
        var length = a.Length + b.Length;
        if (length > _longest)
        {
            return -1;
        }

        const int OnStack = 256;
        byte[]? rented = null;
        var joined = length <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        joined = joined[..length];
        a.CopyTo(joined);
        b.CopyTo(joined[a.Length..]);
        var id = Find(joined);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return id;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
