using System.Reflection;
using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>A benchmark with its parameters.</summary>
internal sealed record TargetRow(TargetBenchmarks Instance, string Method)
{
    public string Class => Instance.GetType().Name;

    public string Name => $"{Class}.{Method}({string.Join(", ", Parameters.Select(p => $"{p.Name}={p.GetValue(Instance)}"))})";

    /// <summary>Of the weights: what the roundings of a peer may explain.</summary>
    public ElementFormat Format => Instance.FormatOf(Method);

    /// <summary>Why it cannot be had here; null where it can.</summary>
    public string? Absence() =>
        Instance.GetType().GetCustomAttributes<NeedsAttribute>()
            .Concat(Instance.GetType().GetMethod(Method)!.GetCustomAttributes<NeedsAttribute>())
        .Select(n => n.Absence()).FirstOrDefault(a => a is not null);

    private IEnumerable<PropertyInfo> Parameters => Instance.GetType().GetProperties()
        .Where(p => p.GetCustomAttribute<ParamsAttribute>() is not null || p.GetCustomAttribute<ParamsSourceAttribute>() is not null);

    public PropertyInfo Property(string name) => Instance.GetType().GetProperty(name)!;
}
