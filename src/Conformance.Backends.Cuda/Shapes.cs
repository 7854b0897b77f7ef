using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda;

/// <summary>Grids from sizes. They depend on the operands' shape only, never on the device.</summary>
internal static class Shapes
{
    /// <summary>Threads of a block where each thread works alone.</summary>
    public const int Single = 256;

    /// <summary>Blocks along y and z that every device takes.</summary>
    public const int MaxSlab = 65535;

    /// <summary>
    /// One thread for each of x (rounded up; the kernel drops the rest), y and z, which are at most <see cref="MaxSlab"/>.
    /// </summary>
    public static LaunchShape Items(long x, long y = 1, long z = 1) => new(Blocks(x, Single), checked((uint)y), checked((uint)z), Single);

    public static LaunchShape Groups(long count, int threads) => new(checked((uint)count), 1, 1, (uint)threads);

    public static uint Blocks(long count, int each) => checked((uint)((count + each - 1) / each));

    /// <summary>Parts of a row range that a grid can hold along y or z.</summary>
    public static IEnumerable<(int Start, int Count)> Slabs(int rows)
    {
        for (var start = 0; start < rows; start += MaxSlab)
        {
            yield return (start, Math.Min(MaxSlab, rows - start));
        }
    }
}
