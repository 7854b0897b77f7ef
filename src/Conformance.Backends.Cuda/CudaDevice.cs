using System.Globalization;
using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda;

/// <summary>
/// One device, as the driver described it when it was enumerated. Two identical cards are two devices: UUID and PCI address tell
/// them apart.
/// </summary>
public sealed class CudaDevice
{
    /// <summary>The must-pass column.</summary>
    public const string Kind = "cuda";

    /// <summary>The column of the same devices under another schedule.</summary>
    public const string LoadedKind = "cuda-loaded";

    internal CudaDevice(ICudaDriver driver, int driverVersion, int ordinal)
    {
        Driver = driver;
        DriverVersion = driverVersion;
        Ordinal = ordinal;
        var facts = driver.Describe(ordinal);
        Facts = facts with
        {
            Name = DeviceText.Clean(facts.Name), Uuid = DeviceText.Clean(facts.Uuid), PciBusId = DeviceText.Clean(facts.PciBusId),
        };
    }

    public ICudaDriver Driver { get; }

    /// <summary>1000 * major + 10 * minor of the CUDA that the driver supports.</summary>
    public int DriverVersion { get; }

    /// <summary>The driver's number; CUDA_VISIBLE_DEVICES and the order of PCI addresses change it, the UUID stays.</summary>
    public int Ordinal { get; }

    /// <summary>'cuda:0', 'cuda:1'…</summary>
    public string Selector => string.Create(CultureInfo.InvariantCulture, $"cuda:{Ordinal}");

    public CudaDeviceFacts Facts { get; }

    /// <summary>Everything above as text, for reports.</summary>
    public SortedDictionary<string, string> Describe()
    {
        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
        return new(StringComparer.Ordinal)
        {
            ["compute_capability"] = string.Create(CultureInfo.InvariantCulture, $"{Facts.Major}.{Facts.Minor}"),
            ["cuda_version"] = VersionText(DriverVersion),
            ["global_memory_bytes"] = Text(Facts.MemoryBytes),
            ["max_threads_per_block"] = Text(Facts.MaxThreadsPerBlock),
            ["multiprocessors"] = Text(Facts.Multiprocessors),
            ["pci_bus_id"] = Facts.PciBusId,
            ["shared_bytes_per_block"] = Text(Facts.SharedBytesPerBlock),
            ["uuid"] = Facts.Uuid,
        };
    }

    /// <summary>12040 is 12.4.</summary>
    internal static string VersionText(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");

    public override string ToString() => $"{Selector} {Facts.Name} ({Facts.Uuid})";
}
