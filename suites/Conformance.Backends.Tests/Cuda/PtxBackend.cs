using Conformance.Backends.Cuda;
using Conformance.Ptx;

namespace Conformance.Backends.Tests.Cuda;

/// <summary>The CUDA backend on the machine that executes PTX.</summary>
internal static class PtxBackend
{
    /// <summary>The backend on the machine's first device; its probe has then passed.</summary>
    public static CudaBackend Open(PtxMachineOptions machine, CudaOptions options) =>
        new(CudaDevices.Enumerate(new PtxMachine(machine)).Devices[0], options);
}
