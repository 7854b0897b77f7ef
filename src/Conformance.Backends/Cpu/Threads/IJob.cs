namespace Conformance.Backends.Cpu.Threads;

/// <summary>Work in numbered parts that do not depend on one another.</summary>
internal interface IJob
{
    void Run(int index);
}
