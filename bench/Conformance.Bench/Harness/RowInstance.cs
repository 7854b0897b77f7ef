using BenchmarkDotNet.Running;

namespace Conformance.Bench.Harness;

/// <summary>A benchmark class with the parameters of one row, to be asked about it: no setup has run.</summary>
internal static class RowInstance
{
    public static object Of(BenchmarkCase benchmark)
    {
        var type = benchmark.Descriptor.Type;
        var instance = Activator.CreateInstance(type)!;
        foreach (var parameter in benchmark.Parameters.Items)
        {
            type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        }

        return instance;
    }
}
