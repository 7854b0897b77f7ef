namespace Conformance.Backends.Cuda.Driver;

/// <summary>One kernel parameter of 4 or 8 bytes, little-endian in <see cref="Bits"/>.</summary>
public readonly record struct KernelArgument(ulong Bits, int Size)
{
    public static implicit operator KernelArgument(ulong value) => new(value, 8);

    public static implicit operator KernelArgument(int value) => new(unchecked((uint)value), 4);

    public static implicit operator KernelArgument(uint value) => new(value, 4);

    public static implicit operator KernelArgument(float value) => new(BitConverter.SingleToUInt32Bits(value), 4);
}
