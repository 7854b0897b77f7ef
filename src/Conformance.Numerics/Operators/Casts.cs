using Conformance.Numerics.Formats;

namespace Conformance.Numerics.Operators;

/// <summary>[V3], [O1]: binary32 to storage and back.</summary>
public static class Casts
{
    /// <summary>Operators 'narrow' and 'quantize': the result's format says which.</summary>
    public static void Narrow(OperatorArguments call) => StorageFormat.Narrow(call.Input(0).Floats, call.Result);

    public static void Widen(OperatorArguments call) => StorageFormat.Widen(call.Input(0), 0, call.Result.Floats);
}
