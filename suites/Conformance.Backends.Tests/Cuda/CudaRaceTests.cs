using System.Text;
using Conformance.Backends.Cuda;
using Conformance.Backends.Cuda.Modules;
using Conformance.Certification.Running;
using Conformance.Verdicts;

namespace Conformance.Backends.Tests.Cuda;

/// <summary>What the machine is trusted to see: the same modules with their barriers taken out.</summary>
public sealed class CudaRaceTests
{
    public static TheoryData<string> Ids => ["softmax/", "rmsnorm/", "sample/", "matmul/", "matmul_q8_0/", "attention/"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void WithoutBarriers_ADataRaceIsNamed(string prefix)
    {
        var id = OperatorVectors.ById.Keys.First(k => k.StartsWith(prefix, StringComparison.Ordinal) && Race(k) is not null);
        Assert.Matches("data race: .+: kernel k_.+, PTX line ", Race(id));
    }

    /// <summary>What the case says without barriers; null where it passes, as where one chunk needs none.</summary>
    private static string? Race(string id)
    {
        using var backend = PtxBackend.Open(new() { DetectRaces = true }, CudaOptions.Default with { Modules = new NoBarriers() });
        var result = CaseRunner.Run(OperatorVectors.ById[id], backend);
        return result.Status == CaseStatus.Pass ? null : result.Detail;
    }

    private sealed class NoBarriers : IKernelModules
    {
        public KernelSet For(CudaDevice device) => KernelSet.Of(
        [
            .. EmbeddedModules.Instance.All.Select(m => KernelModule.Of(
                m.Name,
                Encoding.ASCII.GetBytes(
                    Encoding.ASCII.GetString(m.Image.Span).Replace("bar.sync", "// bar.sync", StringComparison.Ordinal)))),
        ]);
    }
}
