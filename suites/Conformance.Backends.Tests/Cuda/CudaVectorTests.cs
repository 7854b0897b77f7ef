using Conformance.Backends.Cuda;
using Conformance.Certification.Running;
using Conformance.Ptx;

namespace Conformance.Backends.Tests.Cuda;

/// <summary>Every operator vector through the PTX that a node loads, on the machine that executes PTX.</summary>
public sealed class CudaVectorTests(PtxBackendFixture fixture) : IClassFixture<PtxBackendFixture>
{
    public static TheoryData<string> Ids => OperatorVectors.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Vector_HasTheGoldenBits(string id) => VectorAssert.Exact(CaseRunner.Run(OperatorVectors.ById[id], fixture.Backend));
}

/// <summary>The backend over the machine; its probe has then passed.</summary>
public sealed class PtxBackendFixture : IDisposable
{
    public CudaBackend Backend { get; } = new(CudaDevices.Enumerate(new PtxMachine()).Devices[0]);

    public void Dispose() => Backend.Dispose();
}
