using System.Buffers.Binary;
using Conformance.Backends.Reference;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Tests.Hosted;

public class ReadTests
{
    [Fact]
    public void WrittenBytes_AreReadBack_AndAnotherCountIsRefused()
    {
        using var backend = new ReferenceBackend();
        using var buffer = backend.Allocate(new TensorType(ElementFormat.I32, new Shape(3)));
        byte[] data = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];
        backend.Write(buffer, data);
        var read = new byte[12];
        backend.Read(buffer, read);
        Assert.Equal(data, read);
        Assert.Throws<ShapeException>(() => backend.Read(buffer, new byte[8]));
        Assert.Throws<ShapeException>(() => backend.Read(buffer, new byte[16]));
        using var empty = backend.Allocate(new TensorType(ElementFormat.I32, new Shape(0)));
        backend.Read(empty, []);
    }

    /// <summary>The caller's tensor keeps the bits that it has ([V2] is about what leaves).</summary>
    [Fact]
    public void NaN_IsReadAsTheCanonicalOne()
    {
        using var backend = new ReferenceBackend();
        var tensor = new Tensor(ElementFormat.F32, new Shape(1));
        BinaryPrimitives.WriteUInt32LittleEndian(tensor.Data, 0xffc12345);
        using var buffer = backend.Upload(tensor);
        var read = new byte[4];
        backend.Read(buffer, read);
        Assert.Equal([0x00, 0x00, 0xc0, 0x7f], read);
        Assert.Equal(read, backend.Download(buffer).Data);
        Assert.Equal(0xffc12345, BinaryPrimitives.ReadUInt32LittleEndian(tensor.Data));
    }

    [Fact]
    public void DisposedBuffer_GivesNoBytes()
    {
        using var backend = new ReferenceBackend();
        var buffer = backend.Upload(Tensor.FromFloats(new Shape(2), [1, 2]));
        buffer.Dispose();
        Assert.ThrowsAny<ArgumentException>(() => backend.Read(buffer, new byte[8]));
        Assert.ThrowsAny<ArgumentException>(() => backend.Download(buffer));
    }
}
