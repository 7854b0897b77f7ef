using System.Globalization;

namespace Conformance.Backends.Cuda.Driver;

/// <summary>Blocks of the grid along x, y and z, threads of a block along x (y and z are 1), and dynamic shared memory in bytes.</summary>
public readonly record struct LaunchShape(uint GridX, uint GridY, uint GridZ, uint BlockX, uint SharedBytes = 0)
{
    /// <summary>Where nothing is computed there is nothing to launch: the driver refuses an empty grid.</summary>
    public bool IsEmpty => GridX == 0 || GridY == 0 || GridZ == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{GridX}x{GridY}x{GridZ} blocks of {BlockX}");
}
