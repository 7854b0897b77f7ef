using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Decoding;

/// <summary>One kernel, ready to run.</summary>
/// <param name="Template">A thread's registers before it starts: zeros and the constants.</param>
/// <param name="SharedBytes">Static shared memory; the dynamic part begins here where there is one.</param>
/// <param name="LocalBytes">Local memory of one thread.</param>
internal sealed record Kernel(
    string Name,
    Instruction[] Code,
    ulong[] Template,
    IReadOnlyList<PtxParameter> Parameters,
    int ParameterBytes,
    int SharedBytes,
    int LocalBytes,
    int? MaximumThreads,
    int? RequiredThreads,
    IReadOnlyList<string> Opcodes)
{
    /// <summary>Threads wait for each other; without, each can run to its end before the next one begins.</summary>
    public bool HasBarriers { get; } = Code.Any(i => i.Op is Op.Barrier or Op.WarpBarrier or Op.Shuffle);
}
