using System.Globalization;
using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Certification.Running;

namespace Conformance.Bench.Kernels.Targets;

/// <summary>Where the rows of this project's own kernels run.</summary>
/// <param name="Selector">As on the command line: 'cpu', 'opencl:0'.</param>
/// <param name="Threads">Of the processor; 0 where the device decides.</param>
public sealed record Target(string Selector, int Threads)
{
    /// <summary>The processor itself: only there stand the rows of peers, which run on it too.</summary>
    public bool IsCpu => Selector == "cpu";

    /// <exception cref="BackendException">It does not start.</exception>
    public IBackend Open() => IsCpu ? new CpuBackend(Threads) : BackendRegistry.Default.Open(Selector);

    /// <summary>'cpu/2': the processor with two threads; 'opencl:0'.</summary>
    public override string ToString() => Threads == 0 ? Selector : string.Create(CultureInfo.InvariantCulture, $"{Selector}/{Threads}");
}
