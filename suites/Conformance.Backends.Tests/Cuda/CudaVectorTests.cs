using Conformance.Backends.Cuda;
using Conformance.Certification.Running;
using Conformance.Ptx.Execution;

namespace Conformance.Backends.Tests.Cuda;

/// <summary>
/// Every operator vector through the PTX that a node loads, on the machine that executes PTX. No device is needed, and more is seen
/// than on one: a data race, a read of what nobody wrote, an access outside an allocation and a result that depends on the order of
/// threads or blocks are failures here.
/// </summary>
public sealed class CudaVectorTests(CudaVectorTests.Machine machine) : IClassFixture<CudaVectorTests.Machine>
{
    public static TheoryData<string> Ids => OperatorVectors.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Vector_HasTheGoldenBits(string id) => VectorAssert.Exact(CaseRunner.Run(OperatorVectors.ById[id], machine.Backend));

    public sealed class Machine : IDisposable
    {
        public CudaBackend Backend { get; } = PtxBackend.Open(
            new()
            {
                DetectRaces = true,
                DetectUninitialisedReads = true,
                ThreadOrder = ExecutionOrder.Shuffled,
                BlockOrder = ExecutionOrder.Shuffled,
                Seed = 1,
            },
            CudaOptions.Default);

        public void Dispose() => Backend.Dispose();
    }
}
