using Conformance.Backends.Cpu;
using Conformance.Backends.Reference;
using Conformance.Numerics.Inputs;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Backends.Tests;

/// <summary>
/// A call that is made once and moved from position to position is a new call at each, in its bits and in what it refuses.
/// </summary>
public class PreparedCallTests
{
    private static readonly OperatorSpec Append = OperatorRegistry.Get("append");

    public static TheoryData<string> Operators => ["rope", "append", "attention", "sample"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void MovedCall_GivesTheBitsOfANewOne(string name)
    {
        foreach (var backend in (IBackend[])[new ReferenceBackend(), new CpuBackend(2)])
        {
            using (backend)
            {
                var position = new Position();
                var moving = Call(backend, name, position);
                for (position.Value = 5; position.Value >= 0; position.Value--)
                {
                    var made = Call(backend, name, position.Value);
                    backend.Run(moving);
                    backend.Run(made);
                    Assert.Equal(
                        TensorDigest.Of(backend.Download(made.Outputs[^1]!)), TensorDigest.Of(backend.Download(moving.Outputs[^1]!)));
                }
            }
        }
    }

    [Theory]
    [InlineData("rope", -1)]
    [InlineData("rope", 7)]
    [InlineData("append", -1)]
    [InlineData("append", 7)]
    [InlineData("attention", -3)]
    [InlineData("attention", 7)]
    [InlineData("attention", int.MaxValue)]
    [InlineData("sample", -1)]
    public void MovedOutside_IsRefusedLikeANewCall_AndTheCallGoesOn(string name, int outside)
    {
        using var backend = new ReferenceBackend();
        var position = new Position();
        var call = Call(backend, name, position);
        backend.Run(call);
        position.Value = outside;
        var made = Assert.Throws<ShapeException>(() => Call(backend, name, outside).Validate());
        Assert.Equal(made.Message, Assert.Throws<ShapeException>(() => backend.Run(call)).Message);
        position.Value = 1;
        backend.Run(call);
    }

    [Fact]
    public void FirstRunOutside_IsRefused_AndChecksTheShapesNextTime()
    {
        using var backend = new ReferenceBackend();
        var position = new Position { Value = 9 };
        var call = Call(backend, "append", position);
        Assert.Throws<ShapeException>(() => backend.Run(call));
        position.Value = 0;
        backend.Run(call);
    }

    [Fact]
    public void OnlyAPositionMoves() =>
        Assert.Throws<ArgumentException>(() => Attributes.Of(("position", 0), ("pairing", new Position())));

    [Fact]
    public void MovingPosition_ReadsAsANumber()
    {
        var position = new Position { Value = 3 };
        var attributes = Attributes.Of((Position.Name, position), ("scale", 0.5f));
        Assert.Equal(3, attributes.Int("position"));
        Assert.Equal(3L, attributes["position"]);
        Assert.Equal("position=3 scale=0.5", attributes.ToString());
        position.Value = 4;
        Assert.Equal(4, attributes.Int("position"));
    }

    [Fact]
    public void ListsAreCopied_SoThatACheckedCallStaysAsItWasChecked()
    {
        using var backend = new ReferenceBackend();
        using var cache = backend.Upload(Made(0, 8, 6));
        using var values = backend.Upload(Made(1, 2, 6));
        using var wide = backend.Upload(Made(2, 2, 60));
        IBuffer?[] inputs = [cache, values];
        var call = new OperatorCall(Append, Attributes.Of(("position", 0)), inputs, [cache]);
        backend.Run(call);
        inputs[1] = wide;
        Assert.Same(values, call.Inputs[1]);
    }

    private static OperatorCall Call(IBackend backend, string name, object position)
    {
        var place = (Position.Name, position);
        var (attributes, inputs) = name switch
        {
            "rope" => (Attributes.Of(place, ("pairing", 1)), new[] { Made(0, 2, 3, 4), Made(1, 8, 2), Made(2, 8, 2) }),
            "append" => (Attributes.Of(place), [Made(0, 8, 6), Made(1, 2, 6)]),
            "attention" => (Attributes.Of(place, ("scale", 0.3f)), [Made(0, 2, 3, 4), Made(1, 8, 3, 4), Made(2, 8, 3, 4)]),
            _ => (Attributes.Of(place, ("temperature", 0.9f), ("top_k", 0), ("top_p", 1f), ("seed", 7ul)), new[] { Made(0, 2, 50) }),
        };
        var spec = OperatorRegistry.Get(name);
        var types = spec.Infer([.. inputs.Select(t => new TensorType(t.Format, t.Shape))], Attributes.Of([.. Fixed(attributes)]));
        return new OperatorCall(
            spec, attributes, [.. inputs.Select(backend.Upload)], [
                .. types.Select((t, i) => spec.Outputs[i].IsStage ? null : backend.Allocate(t))]);
    }

    /// <summary>The same attributes at position 0, where every call may stand.</summary>
    private static IEnumerable<(string Name, object Value)> Fixed(Attributes attributes) =>
        attributes.Names.Select(n => (n, n == Position.Name ? 0L : attributes[n]!));

    private static Tensor Made(uint id, params int[] shape) => TensorMaker.Make(new TensorRecipe
    {
        Type = new TensorType(ElementFormat.F32, new Shape(shape)), Fill = Fills.Normalish, Seed = 3, TensorId = id,
    });
}
