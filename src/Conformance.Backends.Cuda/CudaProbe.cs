using System.Runtime.InteropServices;
using Conformance.Backends.Cuda.Driver;
using Conformance.Probes;

namespace Conformance.Backends.Cuda;

/// <summary>
/// Asks the device the questions whose answers SA-1 presumes, before anything else runs on it: the questions and the kernel
/// are those of OpenCL.
/// </summary>
internal static class CudaProbe
{
    /// <exception cref="BackendException">The device failed, or refused the probe's module.</exception>
    public static IReadOnlyList<ProbeResult> Run(CudaQueue queue) => [.. ProbeQuestions.All.Select(q => Ask(queue, q))];

    private static ProbeResult Ask(CudaQueue queue, ProbeQuestion question)
    {
        var count = question.Cases.Count;
        var bytes = ((count * 8L) + MemoryPool.Grain - 1) / MemoryPool.Grain * MemoryPool.Grain;
        var memory = new ulong[4];
        string Subject() => $"probe '{question.Name}'";
        for (var i = 0; i < memory.Length; i++)
        {
            memory[i] = queue.Take(bytes, Subject);
            if (i < 3)
            {
                queue.Write(memory[i], MemoryMarshal.AsBytes(question.Operands(i).AsSpan()), Subject);
            }
        }

        queue.Launch(
            "probe/k_probe", Shapes.Items(count),
            [memory[0], memory[1], memory[2], memory[3], (int)question.Operation, (uint)count], Subject);
        var answers = new ulong[count];
        queue.Read(memory[3], MemoryMarshal.AsBytes(answers.AsSpan()), Subject);
        foreach (var address in memory)
        {
            queue.Give(address, bytes);
        }

        return question.Judge(answers);
    }
}
