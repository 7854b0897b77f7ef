using Conformance.Backends.Hosted;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu;

/// <summary>One checked call, and the threads to share its outputs among.</summary>
internal readonly struct CpuCall(OperatorCall call, OutputPartition partition)
{
    public Attributes Attributes => call.Attributes;

    public OutputPartition Partition => partition;

    public int InputCount => call.Inputs.Count;

    /// <summary>The result's tensor.</summary>
    public Tensor Result => Output(call.Outputs.Count - 1)!;

    /// <summary>Shares outputs among threads; the call is the state of every part.</summary>
    /// <inheritdoc cref="OutputPartition.For"/>
    public void For(int count, long costOfOne, OutputPart<CpuCall> part) => partition.For(count, costOfOne, this, part);

    public HostBuffer Buffer(int input) => (HostBuffer)call.Inputs[input]!;

    public Tensor Input(int index) => Buffer(index).Tensor;

    public Tensor? OptionalInput(int index) => ((HostBuffer?)call.Inputs[index])?.Tensor;

    /// <summary>A stage's tensor, or null where nobody asked for it.</summary>
    public Tensor? Output(int index) => ((HostBuffer?)call.Outputs[index])?.Tensor;
}
