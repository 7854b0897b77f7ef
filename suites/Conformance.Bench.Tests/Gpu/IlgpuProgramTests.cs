using Conformance.Backends;
using Conformance.Bench.Gpu.Ilgpu;
using Conformance.Bench.Gpu.Prepared;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

/// <summary>The ILGPU program in this process, on its CPU accelerator: its buffers and operators are those of our interfaces.</summary>
public sealed class IlgpuProgramTests
{
    [SkippableFact]
    public void Its_backend_is_one_of_ours_and_runs_the_tasks()
    {
        Skip.If(IlgpuProgram.Find() is null, "PACKAGE_ABSENT:conformance-ilgpu");
        using var backend = IlgpuProgram.Open("ilgpu:cpu");
        Assert.Equal("ilgpu:cpu", backend.Facts.Name);
        Assert.NotEmpty(backend.Facts.Properties["ilgpu"]);
        foreach (var task in (Small.Plan with { Products = [32] }).Tasks().Where(IlgpuEngine.Computes))
        {
            using var work = new OperatorWork(backend, task, turns: 2);
            work.Launch(0);
            work.Launch(1);
        }
    }

    [SkippableFact]
    public void A_device_that_it_does_not_have_is_absent_in_our_words()
    {
        Skip.If(IlgpuProgram.Find() is null, "PACKAGE_ABSENT:conformance-ilgpu");
        var error = Assert.Throws<BackendException>(() => IlgpuProgram.Open("ilgpu:cuda:99"));
        Assert.Equal(BackendFailure.DeviceAbsent, error.Failure);
    }

    [Fact]
    public void It_has_every_task_but_copies_models_and_the_largest_products()
    {
        var tasks = GpuPlan.Full.Tasks().Where(t => !IlgpuEngine.Computes(t)).ToList();
        Assert.Equal(1 + GpuPlan.Full.Models.Count + (2 * 3), tasks.Count);
        Assert.Contains(tasks, t => t is { Operation: GpuOperation.MatMul, Format: ElementFormat.F32 } && t.Sizes[0] == 8192);
    }
}
