using Conformance.Backends;
using Conformance.Backends.Hosted;
using Conformance.Backends.Reference;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Models.Tests.Decoding;

/// <summary>What the decoder relies on when it sees a buffer under two shapes.</summary>
public class BufferViewTests
{
    [Fact]
    public void View_WrittenThrough_ChangesTheBuffer()
    {
        using var backend = new ReferenceBackend();
        using var flat = backend.Allocate(new TensorType(ElementFormat.F32, new Shape(2, 6)));
        using var heads = backend.View(flat, new Shape(2, 3, 2));
        using var ones = backend.Upload(Tensor.FromFloats(new Shape(2, 3, 2), [.. Enumerable.Repeat(1f, 12)]));
        backend.Run(new OperatorCall(OperatorRegistry.Get("add"), Attributes.None, [ones, ones], [heads]));
        Assert.All(backend.Download(flat).Floats.ToArray(), v => Assert.Equal(2f, v));
        Assert.Equal(new Shape(2, 3, 2), backend.Download(heads).Shape);
    }

    [Fact]
    public void View_Disposed_LeavesTheBuffer()
    {
        using var backend = new ReferenceBackend();
        using var flat = backend.Upload(Tensor.FromFloats(new Shape(1, 2), [3, 4]));
        backend.View(flat, new Shape(2)).Dispose();
        Assert.Equal([3f, 4f], backend.Download(flat).Floats.ToArray());
    }

    [Fact]
    public void View_OfAnotherSize_IsRefused()
    {
        using var backend = new ReferenceBackend();
        using var flat = backend.Allocate(new TensorType(ElementFormat.F32, new Shape(2, 6)));
        Assert.Throws<ShapeException>(() => backend.View(flat, new Shape(2, 5)));
    }

    [Fact]
    public void View_OfABufferWithADerivedForm_DropsIt()
    {
        using var flat = new HostBuffer(Tensor.FromFloats(new Shape(1, 2), [3, 4])) { Derived = "packed" };
        using var view = flat.View(new Shape(2));
        view.Derived = "packed";
        Assert.Null(view.Derived);
        Assert.Null(flat.Derived);
    }
}
