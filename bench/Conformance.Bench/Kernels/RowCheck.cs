using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Targets;
using Conformance.Bench.Peers;
using Conformance.Certification.Running;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>
/// A row that computes something else than the row beside it is a lie, however well it is timed. Here every kernel row is computed once,
/// with the smallest of its sizes: other backends must give the bits of the first one, and peers the same numbers within what their
/// roundings explain.
/// </summary>
internal static class RowCheck
{
    /// <summary>
    /// Euclidean distance of two results, relative to the second's length: f32 throughout, and with weights of other formats.
    /// </summary>
    private const double Binary32Tolerance = 1e-5;
    private const double NarrowTolerance = 2e-2;

    private static readonly Dictionary<string, Tensor> Results = new(StringComparer.Ordinal);

    /// <returns>0: everything agrees; 3: something differs, or a row failed.</returns>
    public static int Run(BenchOptions options, TextWriter output)
    {
        var differing = 0;
        foreach (var (target, reason) in TargetList.Current.Absent)
        {
            output.WriteLine($"skipped {target}: {reason}");
        }

        var absent = new HashSet<string>();
        foreach (var row in BenchmarkClasses.Types().Where(t => t.IsAssignableTo(typeof(TargetBenchmarks))).SelectMany(Rows))
        {
            if (!options.Wants($"{row.Class}.{row.Method}"))
            {
                continue;
            }

            if (row.Absence() is { } reason)
            {
                if (absent.Add(reason))
                {
                    output.WriteLine($"skipped {row.Class}.{row.Method}: {reason}");
                }

                continue;
            }

            foreach (var (name, verdict) in Compare(row))
            {
                differing += verdict is null ? 0 : 1;
                output.WriteLine(verdict is null ? $"agrees {name}" : $"differs {name}: {verdict}");
            }
        }

        return differing == 0 ? 0 : 3;
    }

    /// <summary>The smallest values of sizes, all values of what names things.</summary>
    internal static IEnumerable<TargetRow> Rows(Type type)
    {
        IEnumerable<TargetBenchmarks> instances = [(TargetBenchmarks)Activator.CreateInstance(type)!];
        foreach (var property in type.GetProperties())
        {
            var values = property.GetCustomAttribute<ParamsAttribute>() is { } few ? few.Values.Take(1)
                : property.GetCustomAttribute<ParamsSourceAttribute>() is { } source
                    ? (
                        (System.Collections.IEnumerable)type.GetProperty(
                            source.Name, BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy)!.GetValue(null)!)
                        .Cast<object>()
                    : null;
            if (values is not null)
            {
                instances = [.. instances.SelectMany(i => values.Select(v => With(i, property, v!)))];
            }
        }

        return instances.Where(i => i.IsChecked)
            .SelectMany(i =>
                type.GetMethods().Where(m => m.GetCustomAttribute<BenchmarkAttribute>() is not null && i.HasRow(m.Name))
                    .Select(m => new TargetRow(i, m.Name)));
    }

    /// <summary>Against the first backend, for one that is not a peer, and against each row that its time is divided by.</summary>
    private static IEnumerable<(string Name, string? Verdict)> Compare(TargetRow row)
    {
        var others = row.Instance.GetType().GetMethod(row.Method)!.GetCustomAttributes<AgainstAttribute>().Select(a => a.Method)
            .Where(m => IsComparable(row.Instance, m)).ToList();
        var isPeer = row.Instance.PeerOf(row.Method) is not null;
        if (isPeer && others.Count == 0)
        {
            yield break;
        }

        Tensor mine;
        string? failure = null;
        try
        {
            mine = Compute(row.Instance, row.Method);
        }
        catch (Exception e) when (e is Backends.BackendException or ShapeException or InvalidOperationException)
        {
            (mine, failure) = (new Tensor(ElementFormat.F32, new Shape(0)), e.Message);
        }

        if (failure is not null)
        {
            yield return (row.Name, failure);
            yield break;
        }

        var first = TargetList.Current.Targets[0];
        if (!isPeer && row.Instance.On != first)
        {
            var same = mine.Data.AsSpan()
                .SequenceEqual(Compute(With(row.Instance, row.Property(nameof(TargetBenchmarks.On)), first), row.Method).Data);
            yield return ($"{row.Name} and {first}", same ? null : "the bits are not those of the first backend");
        }

        foreach (var other in others)
        {
            yield return ($"{row.Name} and {other}", Distance(mine, Compute(row.Instance, other), row.Format));
        }
    }

    /// <summary>Most results are looked at more than once, soon after one another.</summary>
    private static Tensor Compute(TargetBenchmarks instance, string method)
    {
        var name = new TargetRow(instance, method).Name;
        if (Results.TryGetValue(name, out var known))
        {
            return known;
        }

        if (Results.Keys.FirstOrDefault() is { } other && !other.StartsWith(instance.GetType().Name + ".", StringComparison.Ordinal))
        {
            Results.Clear();
        }

        return Results[name] = instance.Compute(method);
    }

    /// <summary>A copy computes nothing: it is a bound, not the same operation.</summary>
    private static bool IsComparable(TargetBenchmarks instance, string method) =>
        instance.HasRow(method) && (instance.PeerOf(method) is not { } peer || (peer.Absence() is null && peer.Peer is not CopyPeer));

    /// <returns>Null where they are close; else how they are not.</returns>
    internal static string? Distance(Tensor mine, Tensor theirs, ElementFormat format)
    {
        if (!mine.Shape.Equals(theirs.Shape) || mine.Format != theirs.Format)
        {
            return $"{mine.Format.Name()} {mine.Shape} beside {theirs.Format.Name()} {theirs.Shape}";
        }

        if (mine.Format != ElementFormat.F32)
        {
            return mine.Data.AsSpan().SequenceEqual(theirs.Data) ? null : "other bits";
        }

        var (square, length) = (0.0, 0.0);
        for (var i = 0; i < mine.Floats.Length; i++)
        {
            var distance = (double)mine.Floats[i] - theirs.Floats[i];
            (square, length) = (square + (distance * distance), length + ((double)theirs.Floats[i] * theirs.Floats[i]));
        }

        var relative = Math.Sqrt(square / length);
        var limit = format == ElementFormat.F32 ? Binary32Tolerance : NarrowTolerance;
        return relative <= limit
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"relative distance {relative:0.0e+0}, at most {limit:0.0e+0}");
    }

    private static TargetBenchmarks With(TargetBenchmarks instance, PropertyInfo property, object value)
    {
        var copy = (TargetBenchmarks)Activator.CreateInstance(instance.GetType())!;
        foreach (var other in instance.GetType().GetProperties().Where(p => p.CanWrite))
        {
            other.SetValue(copy, other.Name == property.Name ? value : other.GetValue(instance));
        }

        return copy;
    }
}
