using System.Runtime.InteropServices;
using Conformance.Backends.OpenCl.Interop;
using Conformance.Probes;

namespace Conformance.Backends.OpenCl;

/// <summary>
/// Asks a device the questions whose answers SA-1 presumes, with operands that tell the right answer from the usual wrong
/// ones. Kernels/probe.cl is compiled with the options and the pragma that the operators get.
/// </summary>
internal static class DeviceProbe
{
    /// <exception cref="Conformance.Backends.BackendException">The device failed, or the probe did not compile.</exception>
    public static IReadOnlyList<ProbeResult> Run(ClContext context, KernelSources sources, string options)
    {
        var kernel = context.Kernel(context.Build(sources.Probe, options), "k_probe");
        var results = new List<ProbeResult>();
        foreach (var question in ProbeQuestions.All)
        {
            results.Add(Ask(context, kernel, question));
        }

        return results;
    }

    private static ProbeResult Ask(ClContext context, nint kernel, ProbeQuestion question)
    {
        var count = question.Cases.Count;
        var memory = new nint[4];
        var answers = new ulong[count];
        string Subject() => $"probe '{question.Name}'";
        try
        {
            for (var i = 0; i < 3; i++)
            {
                memory[i] = context.CreateBuffer(count * 8L, MemoryMarshal.AsBytes(question.Operands(i).AsSpan()), Subject);
            }

            memory[3] = context.CreateBuffer(count * 8L, [], Subject);
            context.Launch(
                kernel, "k_probe", NdRange.Items(1, count), [
                    memory[0], memory[1], memory[2], memory[3], (int)question.Operation, (uint)count], Subject);
            context.Read(memory[3], MemoryMarshal.AsBytes(answers.AsSpan()), Subject);
        }
        finally
        {
            foreach (var buffer in memory)
            {
                if (buffer != 0)
                {
                    context.Release(buffer);
                }
            }
        }

        return question.Judge(answers);
    }
}
