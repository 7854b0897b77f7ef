using Conformance.Backends.Cuda.Driver;
using Conformance.Ptx.Decoding;
using Conformance.Ptx.Memory;

namespace Conformance.Ptx.Execution;

/// <summary>One launch: what every block of it shares.</summary>
/// <param name="Parameters">The parameter space, as the host filled it.</param>
/// <param name="Number">Launches of the context so far; part of the seed of a shuffled order.</param>
internal sealed record GridLaunch(
    Kernel Kernel, LaunchShape Shape, byte[] Parameters, DeviceMemory Memory, PtxMachineOptions Options, uint Number)
{
    public long Blocks => (long)Shape.GridX * Shape.GridY * Shape.GridZ;
}
