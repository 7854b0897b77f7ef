using Conformance.Ptx.Decoding;

namespace Conformance.Ptx.Execution;

/// <summary>shfl.sync (PTX ISA 9.7.9.6) among the threads of one warp; bar.warp.sync only waits.</summary>
internal static class WarpExchange
{
    public static void Run(in Instruction i, List<int> members, ulong[] registers, int stride)
    {
        if (i.Op == Op.WarpBarrier)
        {
            return;
        }

        var results = new ulong[members.Count];
        for (var k = 0; k < members.Count; k++)
        {
            var at = members[k] * stride;
            var lane = members[k] % 32;
            var source = Source((int)i.Immediate, lane, (int)(registers[at + i.B] & 31), (int)(registers[at + i.C] & 0x1fff));
            var from = members.FindIndex(m => m % 32 == source);
            if (from < 0)
            {
                throw new KernelFault(CuResult.LaunchFailed, $"line {i.Line}: shuffle from lane {source}, which the mask does not name");
            }

            results[k] = registers[(members[from] * stride) + i.A];
        }

        for (var k = 0; k < members.Count; k++)
        {
            registers[(members[k] * stride) + i.D] = results[k];
        }
    }

    /// <summary>The ISA's pseudo-code: the lane that is read, or the own one where that is outside the segment.</summary>
    private static int Source(int mode, int lane, int b, int c)
    {
        var segment = (c >> 8) & 31;
        var clamp = c & 31;
        var last = (lane & segment) | (clamp & ~segment & 31);
        var (source, inside) = mode switch
        {
            0 => ((lane & segment) | (b & ~segment & 31), ((lane & segment) | (b & ~segment & 31)) <= last),
            1 => (lane - b, lane - b >= last),
            2 => (lane + b, lane + b <= last),
            _ => (lane ^ b, (lane ^ b) <= last),
        };
        return inside ? source : lane;
    }
}
