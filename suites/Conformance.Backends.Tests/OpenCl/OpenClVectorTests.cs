using Conformance.Backends.OpenCl;
using Conformance.Certification.Running;

namespace Conformance.Backends.Tests.OpenCl;

/// <summary>Every operator vector on every OpenCL device of this machine.</summary>
public sealed class OpenClVectorTests(OpenClDevicesFixture fixture) : IClassFixture<OpenClDevicesFixture>
{
    public static TheoryData<string> Ids => OperatorVectors.Ids;

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void Vector_HasTheGoldenBits(string id)
    {
        Skip.If(fixture.Backends.Count == 0, fixture.SkipReason);
        foreach (var backend in fixture.Backends)
        {
            VectorAssert.Exact(CaseRunner.Run(OperatorVectors.ById[id], backend));
        }
    }
}

/// <summary>The devices that meet SA-1, opened once for all vectors. One that a probe finds unfit is no failure of the kernels.</summary>
public sealed class OpenClDevicesFixture : IDisposable
{
    public OpenClDevicesFixture()
    {
        var backends = new List<OpenClBackend>();
        foreach (var device in OpenClDevices.Enumerate().Devices)
        {
            try
            {
                backends.Add(new OpenClBackend(device));
            }
            catch (BackendException e) when (e.Failure == BackendFailure.DeviceUnfit)
            {
                SkipReason = $"NOT_SUPPORTED:{e.Message}";
            }
        }

        Backends = backends;
    }

    public IReadOnlyList<OpenClBackend> Backends { get; }

    /// <summary>Why there is no backend.</summary>
    public string SkipReason { get; } = "HW_ABSENT:opencl";

    public void Dispose()
    {
        foreach (var backend in Backends)
        {
            backend.Dispose();
        }
    }
}
