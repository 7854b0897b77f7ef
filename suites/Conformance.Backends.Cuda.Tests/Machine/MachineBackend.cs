using System.Text;
using Conformance.Backends.Cuda.Modules;
using Conformance.Certification.Running;
using Conformance.Operators;
using Conformance.Ptx;
using Conformance.Tensors;
using Conformance.Verdicts;

namespace Conformance.Backends.Cuda.Machine;

/// <summary>The backend over the machine that executes PTX: what runs is the text that is shipped.</summary>
internal static class MachineBackend
{
    private static readonly Lazy<CaseCatalogue> Vectors =
        new(() => CaseCatalogue.Load(new CaseContext(Path.Combine(CompileTests.Repository(), "vectors"))));

    public static CudaBackend Open(PtxMachineOptions? machine = null, CudaOptions? options = null) =>
        new(CudaDevices.Enumerate(new PtxMachine(machine)).Devices[0], options);

    /// <summary>All operator cases whose id matches.</summary>
    public static IReadOnlyList<IConformanceCase> Cases(params string[] patterns) =>
        [.. Vectors.Value.Select(patterns).Where(c => c is OperatorVectorCase)];

    /// <summary>What is not EXACT, one line for each case.</summary>
    public static IReadOnlyList<string> Wrong(CudaBackend backend, IEnumerable<IConformanceCase> cases) =>
    [
        .. cases.Select(c => CaseRunner.Run(c, backend, 1)).Where(r => r.Status != CaseStatus.Pass || r.Class != ComparisonClass.Exact)
            .Select(r => $"{r.CaseId}: {r.Status} {r.Detail} {r.Mismatch}"),
    ];

    /// <summary>Cases that gave other bits: a module that is refused does not count.</summary>
    public static IReadOnlyList<string> Failed(CudaBackend backend, IEnumerable<IConformanceCase> cases) =>
        [.. cases.Select(c => CaseRunner.Run(c, backend, 1)).Where(r => r.Status is CaseStatus.Fail or CaseStatus.Flaky)
            .Select(r => r.CaseId)];

    /// <summary>Runs one call; every wanted output starts as garbage, so that what a kernel leaves out shows.</summary>
    public static Tensor?[] Run(IBackend backend, string name, Attributes attributes, Tensor?[] inputs, bool stages = false)
    {
        var spec = OperatorRegistry.Get(name);
        var types = spec.Infer([.. inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], attributes);
        var sources = inputs.Select(t => t is null ? null : backend.Upload(t)).ToArray();
        var results = types.Select((t, i) => spec.Outputs[i].IsStage && !stages ? null : backend.Upload(Garbage(t))).ToArray();
        backend.Run(new OperatorCall(spec, attributes, sources, results));
        Tensor?[] outputs = [.. results.Select(b => b is null ? null : backend.Download(b))];
        foreach (var buffer in sources.Concat(results))
        {
            buffer?.Dispose();
        }

        return outputs;
    }

    private static Tensor Garbage(TensorType type)
    {
        var tensor = new Tensor(type.Format, type.Shape);
        tensor.Data.AsSpan().Fill(0xa5);
        return tensor;
    }
}

/// <summary>The shipped modules with one of them changed.</summary>
internal sealed class ChangedModules : IKernelModules
{
    public ChangedModules(string module, Func<string, string> change)
    {
        var old = ModuleTests.Text(module);
        var text = change(old);
        Assert.NotEqual(old, text);
        All = [.. EmbeddedModules.Instance.All.Select(m => m.Name == module ? KernelModule.Of(module, Encoding.ASCII.GetBytes(text)) : m)];
    }

    public IReadOnlyList<KernelModule> All { get; }

    public KernelSet For(CudaDevice device) => KernelSet.Of(All);
}
