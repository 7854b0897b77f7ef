using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Conformance.Hardware.Smi;

/// <summary>
/// The second source: what 'nvidia-smi -q -x' prints (nvsmi_device_v12.dtd and its predecessors). A pure function over its text. Elements
/// that are not known are passed over; 'N/A' and its kin become facts without a value; text that is no such document is refused.
/// </summary>
public static class SmiXml
{
    /// <summary>About 20 KB for each GPU.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    private const int MaxDepth = 32;

    private static readonly string[] NotThere = ["N/A", "[N/A]"];
    private static readonly string[] NotSupported = ["Not Supported", "[Not Supported]"];

    /// <exception cref="HardwareException">Not such a document.</exception>
    public static HardwareReport Parse(string text)
    {
        var root = Load(text);
        if (root.Name != "nvidia_smi_log")
        {
            throw new HardwareException($"nvidia-smi: expected <nvidia_smi_log>, found <{root.Name}>");
        }

        var gpus = root.Elements("gpu").Select(OfGpu).ToList();
        var problems = new List<string>();
        if (root.Element("attached_gpus")?.Value.Trim() is { } attached && attached != gpus.Count.ToString(CultureInfo.InvariantCulture))
        {
            problems.Add($"nvidia-smi: it says {attached} GPUs are attached and lists {gpus.Count}");
        }

        return new HardwareReport(
            "nvidia-smi", [Text(HardwareKey.Driver, root, "driver_version"), Text(HardwareKey.Cuda, root, "cuda_version")], gpus, problems);
    }

    private static IReadOnlyList<HardwareFact> OfGpu(XElement gpu) =>
    [
        Text(HardwareKey.Name, gpu, "product_name"),
        Text(HardwareKey.Uuid, gpu, "uuid"),
        Text(HardwareKey.Pci, gpu, "pci/pci_bus_id"),
        Text(HardwareKey.Vbios, gpu, "vbios_version"),
        Quantity(HardwareKey.MemoryBytes, gpu, 1024 * 1024, "MiB", "fb_memory_usage/total"),
        Mode(HardwareKey.EccCurrent, gpu, "ecc_mode/current_ecc"),
        Mode(HardwareKey.EccPending, gpu, "ecc_mode/pending_ecc"),
        Mode(HardwareKey.MigCurrent, gpu, "mig_mode/current_mig"),
        Mode(HardwareKey.MigPending, gpu, "mig_mode/pending_mig"),
        Mode(HardwareKey.Persistence, gpu, "persistence_mode"),
        Quantity(HardwareKey.SmClock, gpu, 1, "MHz", "clocks/sm_clock"),
        Quantity(HardwareKey.SmClockMaximum, gpu, 1, "MHz", "max_clocks/sm_clock"),
        Quantity(HardwareKey.MemoryClock, gpu, 1, "MHz", "clocks/mem_clock"),
        Quantity(HardwareKey.MemoryClockMaximum, gpu, 1, "MHz", "max_clocks/mem_clock"),

        // Drivers from 535 on say gpu_power_readings/current_power_limit, those before power_readings/power_limit.
        Quantity(HardwareKey.PowerLimit, gpu, 1000, "W", "gpu_power_readings/current_power_limit", "gpu_power_readings/power_limit",
            "power_readings/power_limit"),
        Quantity(HardwareKey.Temperature, gpu, 1, "C", "temperature/gpu_temp"),
    ];

    private static HardwareFact Text(string key, XElement parent, params string[] paths)
    {
        var value = paths.Select(p => p.Split('/').Aggregate((XElement?)parent, (e, name) => e?.Element(name)))
            .FirstOrDefault(e => e is not null)?.Value.Trim();
        return string.IsNullOrEmpty(value) ? HardwareFact.Without(key, MissingReason.NotReported)
            : NotThere.Contains(value) || NotSupported.Contains(value) ? HardwareFact.Without(key, MissingReason.NotSupported)
            : HardwareFact.Of(key, value);
    }

    private static HardwareFact Mode(string key, XElement parent, string path)
    {
        var text = Text(key, parent, path);
        return text.Value switch
        {
            null => text,
            "Enabled" => HardwareFact.Of(key, "on"),
            "Disabled" => HardwareFact.Of(key, "off"),
            _ => HardwareFact.Without(key, MissingReason.Malformed),
        };
    }

    /// <summary>A number with its unit, in the unit of the key.</summary>
    private static HardwareFact Quantity(string key, XElement parent, int factor, string unit, params string[] paths)
    {
        var text = Text(key, parent, paths);
        return text.Value is null ? text
            : text.Value.Split(' ') is [var number, var found] && found == unit
                && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                    && value < 1_000_000_000
                ? HardwareFact.Of(key, decimal.Truncate(value * factor).ToString(CultureInfo.InvariantCulture))
            : HardwareFact.Without(key, MissingReason.Malformed);
    }

    private static XElement Load(string text)
    {
        if (text.Length > MaxSize)
        {
            throw new HardwareException($"nvidia-smi: expected at most {MaxSize} characters, found {text.Length}");
        }

        try
        {
            // The document names a DTD that is never fetched; entities other than the five of XML are refused by the reader.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null,
                MaxCharactersInDocument = MaxSize };
            using (var depths = XmlReader.Create(new StringReader(text), settings))
            {
                while (depths.Read())
                {
                    if (depths.Depth > MaxDepth)
                    {
                        throw new HardwareException($"nvidia-smi: nested deeper than {MaxDepth}");
                    }
                }
            }

            using var reader = XmlReader.Create(new StringReader(text), settings);
            return XElement.Load(reader);
        }
        catch (XmlException e)
        {
            throw new HardwareException($"nvidia-smi: not XML at line {e.LineNumber}, column {e.LinePosition}", e);
        }
    }
}
