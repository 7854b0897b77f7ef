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
        Skip.If(fixture.Backends.Count == 0, "HW_ABSENT:opencl");
        foreach (var backend in fixture.Backends)
        {
            VectorAssert.Exact(CaseRunner.Run(OperatorVectors.ById[id], backend));
        }
    }
}

/// <summary>The devices, opened once for all vectors.</summary>
public sealed class OpenClDevicesFixture : IDisposable
{
    public IReadOnlyList<OpenClBackend> Backends { get; } = [.. OpenClDevices.Enumerate().Devices.Select(d => new OpenClBackend(d))];

    public void Dispose()
    {
        foreach (var backend in Backends)
        {
            backend.Dispose();
        }
    }
}
