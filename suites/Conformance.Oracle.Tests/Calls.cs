using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

/// <summary>Short forms for calling operators in tests.</summary>
internal static class Calls
{
    public static IReadOnlyDictionary<string, OracleTensor> Run(
        string op, (string Name, object Value)[] attributes, params (string Name, OracleTensor Value)[] inputs) =>
        OracleOperators.Run(
            op,
            attributes.ToDictionary(static a => a.Name, static a => a.Value),
            inputs.ToDictionary(static i => i.Name, static i => i.Value));

    public static OracleTensor F32(long[] shape, params float[] values) => OracleTensor.FromFloats("f32", values, shape);

    public static uint[] Bits(OracleTensor tensor) => Array.ConvertAll(tensor.Floats(), Strict.Bits);

    public static uint Bits(float value) => Strict.Bits(value);
}
