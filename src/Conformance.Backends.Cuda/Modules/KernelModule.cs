using System.Security.Cryptography;

namespace Conformance.Backends.Cuda.Modules;

/// <summary>A module as the driver takes it: PTX text, a cubin or a fat binary.</summary>
/// <param name="Name">What kernels call it: 'matmul'.</param>
/// <param name="Sha256">Of the image, lowercase hex.</param>
public sealed record KernelModule(string Name, ReadOnlyMemory<byte> Image, string Sha256)
{
    public static KernelModule Of(string name, ReadOnlyMemory<byte> image) =>
        new(name, image, Convert.ToHexStringLower(SHA256.HashData(image.Span)));
}
