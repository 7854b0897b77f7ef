using Conformance.Certification.Grading;
using Conformance.Operators;
using Conformance.Tensors;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace Conformance.Backends.Ilgpu.Ordinary;

/// <summary>Ordinary ILGPU under the grading, with the exact kernels beside it on the same accelerator.</summary>
internal sealed class OrdinaryLibrary : IGradedLibrary
{
    private const string Kernels = "kernels";
    private const string Math = "math mode";
    private const string Group = "group";
    private const string Exact = "exact";

    private readonly bool _isGpu;
    private readonly IlgpuBackend _exact;
    private readonly Dictionary<string, OrdinaryAccelerator> _accelerators = new(StringComparer.Ordinal);

    /// <param name="device">'cpu', or 'gpu' for the first CUDA device.</param>
    /// <exception cref="BackendException">No such device.</exception>
    public OrdinaryLibrary(string device)
    {
        _isGpu = device == "gpu";
        _exact = (IlgpuBackend)new IlgpuFamily().Open(_isGpu ? "ilgpu:cuda:0" : IlgpuFamily.CpuSelector);
        Schedules = _isGpu ? [.. Common(""), .. FastMath()] : [.. Common("4 warps of 4"), .. OtherGroup()];
        Facts = new LibraryFacts(
            _isGpu ? "ilgpu-ordinary-gpu" : "ilgpu-ordinary",
            _isGpu ? _exact.Facts.Device : "cpu",
            typeof(Context).Assembly.GetName().Version!.ToString(3),
            "",
            Causes(_isGpu));
    }

    public LibraryFacts Facts { get; }

    public IReadOnlyList<Schedule> Schedules { get; }

    public Tensor? Run(Schedule schedule, GradedCall call)
    {
        // A row that sees nothing lies outside of the operator's positions once it stands alone.
        if (call.Operator.Name == "attention" && call.Attributes.Int("position") + call.Input(0).Shape[0] < 0)
        {
            return null;
        }

        if (schedule.Settings[Kernels] == Exact)
        {
            return RunExact(call);
        }

        var key = schedule.Settings.GetValueOrDefault(Group) + schedule.Settings[Math];
        if (!_accelerators.TryGetValue(key, out var accelerator))
        {
            accelerator = Open(schedule);
            _accelerators.Add(key, accelerator);
        }

        return accelerator.Run(call);
    }

    public void Dispose()
    {
        foreach (var accelerator in _accelerators.Values)
        {
            accelerator.Dispose();
        }

        _exact.Dispose();
    }

    /// <summary>
    /// Where the other bits come from, for each operator: what one reads in the code that ILGPU makes (determinism notes of the tests).
    /// </summary>
    private static SortedDictionary<string, string> Causes(bool isGpu) => new(StringComparer.Ordinal)
    {
        ["cause: fma, rope"] = isGpu ? "mul.f32 and add.f32 without .rn: ptxas may contract them" : "a*b+c is rounded twice",
        ["cause: exp, swiglu, softmax, attention"] = isGpu
            ? "XMath.Exp is ex2.approx of a rounded product"
            : "XMath.Exp is the C runtime's",
        ["cause: sum, dot"] = "Reduce adds by group and warp and ends in a float atomic: the order depends on the group's size and on time",
        ["cause: matmul, rmsnorm, attention"] = "one running sum with a product rounded apart, instead of fma in chunks of 256",
        ["cause: argmax, max"] = "float compares and Max ignore NaN or the sign of zero",
    };

    private static IEnumerable<Schedule> Common(string group)
    {
        var plain = new Schedule("f32", Settings("ordinary", "default", group));
        yield return plain;
        yield return plain with { Name = "f32-row-by-row", Presentation = Presentation.RowByRow, Variation = Variation.Rows, Base = plain.Name };
        yield return plain with { Name = "f32-shifted", Presentation = Presentation.Shifted, Variation = Variation.Position, Base = plain.Name };
        var exact = new Schedule(Exact, Settings(Exact, "default", ""));
        yield return exact;
        yield return exact with { Name = "exact-row-by-row", Presentation = Presentation.RowByRow, Variation = Variation.Rows, Base = Exact };
    }

    private static IEnumerable<Schedule> FastMath() =>
    [
        new Schedule("f32-fast-math", Settings("ordinary", "fast", "")) { Variation = Variation.Switch, Base = "f32" },
    ];

    private static IEnumerable<Schedule> OtherGroup() =>
    [
        new Schedule("f32-group-64", Settings("ordinary", "default", "8 warps of 8")) { Variation = Variation.Threads, Base = "f32" },
    ];

    private static SortedDictionary<string, string> Settings(string kernels, string math, string group)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Kernels] = kernels, [Math] = math };
        if (group.Length > 0)
        {
            settings[Group] = group;
        }

        return settings;
    }

    private OrdinaryAccelerator Open(Schedule schedule)
    {
        var isFast = schedule.Settings[Math] == "fast";
        var context = Context.Create(builder =>
        {
            builder.EnableAlgorithms().Math(isFast ? MathMode.Fast : MathMode.Default);
            if (_isGpu)
            {
                builder.Cuda();
            }
        });
        if (_isGpu)
        {
            return new OrdinaryAccelerator(context, context.CreateCudaAccelerator(0));
        }

        var device = schedule.Settings[Group].StartsWith('8') ? new CPUDevice(8, 8, 1) : CPUDevice.Default;
        return new OrdinaryAccelerator(context, device.CreateCPUAccelerator(context));
    }

    private Tensor? RunExact(GradedCall call)
    {
        if (call.Operator.Name == "sample")
        {
            return null;
        }

        var types =
            call.Operator.Infer([.. call.Inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], call.Attributes);
        var inputs = call.Inputs.Select(t => t is null ? null : _exact.Upload(t)).ToList();
        var outputs = types.Select((t, i) => i == types.Count - 1 ? _exact.Allocate(t) : null).ToList();
        try
        {
            _exact.Run(new OperatorCall(call.Operator, call.Attributes, inputs, outputs));
            return _exact.Download(outputs[^1]!);
        }
        finally
        {
            foreach (var buffer in inputs.Concat(outputs))
            {
                buffer?.Dispose();
            }
        }
    }
}
