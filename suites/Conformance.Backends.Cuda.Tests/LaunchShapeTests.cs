using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda;

public sealed class LaunchShapeTests
{
    [Theory]
    [InlineData(0u, 1u, 1u, true)]
    [InlineData(1u, 1u, 0u, true)]
    [InlineData(1u, 1u, 1u, false)]
    public void AGridWithoutBlocksIsEmpty(uint x, uint y, uint z, bool empty) =>
        Assert.Equal(empty, new LaunchShape(x, y, z, 64).IsEmpty);
}
