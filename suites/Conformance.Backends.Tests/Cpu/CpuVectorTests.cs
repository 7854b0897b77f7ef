using Conformance.Backends.Cpu;
using Conformance.Certification.Running;

namespace Conformance.Backends.Tests.Cpu;

/// <summary>Every operator vector on the CPU backend, with one thread and with more than there are processors.</summary>
public sealed class CpuVectorTests : IDisposable
{
    private readonly CpuBackend _one = new(1);
    private readonly CpuBackend _many = new(5);

    public static TheoryData<string> Ids => OperatorVectors.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Vector_HasTheGoldenBits(string id)
    {
        VectorAssert.Exact(CaseRunner.Run(OperatorVectors.ById[id], _one));
        VectorAssert.Exact(CaseRunner.Run(OperatorVectors.ById[id], _many));
    }

    public void Dispose()
    {
        _one.Dispose();
        _many.Dispose();
    }
}
