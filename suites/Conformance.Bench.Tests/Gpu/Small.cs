using Conformance.Backends;
using Conformance.Backends.Cuda;
using Conformance.Bench.Gpu.Torch;
using Conformance.Bench.Harness;
using Conformance.Models.Recipes;
using Conformance.Ptx;

namespace Conformance.Bench.Gpu;

/// <summary>Sizes that an interpreter can run, and a source without peers.</summary>
internal static class Small
{
    public static readonly BenchOptions Options = new(IsQuick: true, Filters: [], Folder: "");

    public static readonly TimingRules Rules = new()
    {
        Samples = 3, MinSamples = 3, MaxBatch = 2, Window = 1, WarmUpTime = TimeSpan.FromSeconds(5),
    };

    public static readonly GpuPlan Plan = new()
    {
        Rules = Rules, CopyElements = 1 << 12, LeadBytes = 1 << 10, Products = [33], Matrices = [(40, 64)], Rows = [(2, 70)],
        Elements = 300, Positions = [5], Attention = (2, 16), Models = [ModelRecipes.TinyF32, ModelRecipes.TinyQ8], Prefix = 3,
    };

    /// <summary>Products of q8_0 need a multiple of 32.</summary>
    public static readonly GpuPlan Products = Plan with { Products = [32, 64], Matrices = [(24, 32)] };

    public static readonly TorchOptions NoPython = new() { Pythons = ["/absent/python3"] };

    public static GpuSource Machine(PtxMachineOptions? options = null) => new()
    {
        Discover = () => CudaDevices.Enumerate(new PtxMachine(options)),
        Cuda = CudaOptions.Default,
        Plan = Plan with { Products = [32] },
        Torch = NoPython,
        CublasCandidates = (_, _) => ["/absent/libcublas.so.12"],
        OpenIlgpu = _ => throw new BackendException(BackendFailure.PackageAbsent, "not built"),
    };
}
