using Conformance.Tensors;

namespace Conformance.Numerics.Operators;

/// <summary>Operator 'append' ([O7]): rows of the cache from 'position' on become the values. In place where both are one buffer.</summary>
public static class Append
{
    public static void Run(OperatorArguments call) => Run(call.Input(0), call.Input(1), call.Attributes.Int("position"), call.Result);

    public static void Run(Tensor cache, Tensor values, int position, Tensor y)
    {
        if (!ReferenceEquals(cache.Data, y.Data))
        {
            cache.Data.CopyTo(y.Data, 0);
        }

        values.Floats.CopyTo(y.Floats[(position * cache.Shape[1])..]);
    }
}
