using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Backends.Cuda;
using Conformance.Backends.Mutants;
using Conformance.Backends.OpenCl;
using Conformance.Backends.Reference;
using Conformance.Certification.Workers;

namespace Conformance.Certification.Running;

/// <summary>
/// The one list of backend families. A line here makes a family's devices part of every run, and its absence a line in the report.
/// </summary>
public sealed class BackendRegistry
{
    public BackendRegistry(IEnumerable<IBackendFamily> families) => Families = [.. families];

    public static BackendRegistry Default { get; } = new(
    [
        new ReferenceFamily(),
        new CpuFamily(),
        new CudaFamily(options: CudaOptions.Default with { Modules = SignedKernels.FromEnvironment() }),
        new OpenClFamily(),
        new ExternalFamily(
            "ilgpu", "C# kernels compiled by ILGPU for its CPU accelerator, CUDA and OpenCL", [
                "ilgpu", "ilgpu-gpu"], "Conformance.Backends.Ilgpu"),
        new MutantFamily(),
    ]);

    public IReadOnlyList<IBackendFamily> Families { get; }

    /// <summary>The family of a selector; null where no family has that name.</summary>
    public IBackendFamily? FamilyOf(string selector)
    {
        var name = selector.Split(':', 2)[0];
        return Families.FirstOrDefault(f => f.Name == name || f.Kinds.Contains(selector));
    }

    /// <summary>The program in which a selector's worker runs: the family's own where it has one.</summary>
    public WorkerCommand WorkerOf(string selector, WorkerCommand self) => (FamilyOf(selector) as ExternalFamily)?.Command ?? self;

    /// <exception cref="BackendException">Unknown, absent, or it does not start.</exception>
    public IBackend Open(string selector)
    {
        var family = FamilyOf(selector) ?? throw new BackendException(BackendFailure.DeviceAbsent, $"no backend '{selector}'");
        try
        {
            return family.Open(selector);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new BackendException(BackendFailure.LibraryBroken, e.Message, e);
        }
    }
}
