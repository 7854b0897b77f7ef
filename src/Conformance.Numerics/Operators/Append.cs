namespace Conformance.Numerics.Operators;

/// <summary>Operator 'append' ([O7]): rows of the cache from 'position' on become the values. In place where both are one buffer.</summary>
public static class Append
{
    public static void Run(OperatorArguments call)
    {
        var cache = call.Input(0);
        var values = call.Input(1);
        if (!ReferenceEquals(cache.Data, call.Result.Data))
        {
            cache.Data.CopyTo(call.Result.Data, 0);
        }

        values.Floats.CopyTo(call.Result.Floats[(call.Attributes.Int("position") * cache.Shape[1])..]);
    }
}
