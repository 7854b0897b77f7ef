namespace Conformance.Tensors;

/// <summary>The dimensions of a row-major tensor. A dimension may be 0; the rank is at most <see cref="MaxRank"/>.</summary>
public sealed class Shape : IEquatable<Shape>
{
    public const int MaxRank = 4;

    /// <summary>Limit of the element count: a tensor is one array in memory, of at most 2 GiB.</summary>
    public const long MaxElements = 1L << 29;

    private readonly int[] _dimensions;

    /// <exception cref="ShapeException">A negative dimension, too many dimensions or too many elements.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length > MaxRank)
        {
            throw new ShapeException($"rank {dimensions.Length} is above {MaxRank}");
        }

        long count = 1;
        long extent = 1;
        foreach (var dimension in dimensions)
        {
            if (dimension < 0)
            {
                throw new ShapeException($"dimension {dimension} is negative");
            }

            // The extent ignores zeros, so that [0, 2^31, 2^31] cannot pass as small.
            extent = checked(extent * Math.Max(1, dimension));
            if (extent > MaxElements)
            {
                throw new ShapeException($"more than {MaxElements} elements");
            }

            count *= dimension;
        }

        _dimensions = dimensions.ToArray();
        ElementCount = count;
    }

    public int Rank => _dimensions.Length;

    public long ElementCount { get; }

    public ReadOnlySpan<int> Dimensions => _dimensions;

    public int this[Index index] => _dimensions[index];

    /// <summary>Number of rows: the product of all dimensions but the last.</summary>
    public int Rows
    {
        get
        {
            var rows = 1;
            for (var i = 0; i < Rank - 1; i++)
            {
                rows *= _dimensions[i];
            }

            return rows;
        }
    }

    public bool Equals(Shape? other) => other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions);

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var dimension in _dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(',', _dimensions)}]";
}
