using System.Runtime.InteropServices;

namespace Conformance.Certification.Reports;

/// <summary>What a report says about the machine. Never throws: what cannot be read is 'unknown'.</summary>
public static class HostFactsCollector
{
    private const string Unknown = "unknown";

    public static HostFacts Collect()
    {
        var name = HostText.SystemName(Read("/etc/os-release")) ?? RuntimeInformation.OSDescription;
        // The runtime's own description has either the distribution or the kernel, by its version; both matter here.
        var kernel = Read("/proc/sys/kernel/osrelease").Trim();
        return new HostFacts(
            $"{name}{(kernel.Length == 0 ? "" : $"; Linux {kernel}")}; {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
            RuntimeInformation.FrameworkDescription,
            HostText.CpuModel(Read("/proc/cpuinfo")) ?? Unknown,
            InstructionSets.Used,
            Environment.ProcessorCount,
            HostText.MemoryBytes(Read("/proc/meminfo")) ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
