using System.Globalization;
using System.Text;
using Conformance.Hardware.Nvml;

namespace Conformance.Hardware;

/// <summary>
/// What a measurement wants to know about the GPU that it runs on: clocks, what holds them down, how many processes compute there. NVML
/// stays open between readings.
/// </summary>
public sealed class GpuWatch : IDisposable
{
    /// <summary>nvmlClocksEventReasons of nvml.h; idle (1) is no limit.</summary>
    private static readonly (ulong Bit, string Name)[] Limits =
    [
        (0x2, "application clocks"), (0x4, "power cap"), (0x8, "hardware slowdown"), (0x10, "sync boost"),
        (0x20, "software thermal slowdown"), (0x40, "hardware thermal slowdown"), (0x80, "power brake"), (0x100, "display clocks"),
    ];

    private readonly NvmlLibrary _library;
    private readonly NvmlReader _reader;
    private readonly nint _device;

    private GpuWatch(NvmlLibrary library, NvmlReader reader, nint device) => (_library, _reader, _device) = (library, reader, device);

    /// <summary>The driver's version, as '570.124.06'.</summary>
    public HardwareFact Driver => _reader.Text(HardwareKey.Driver, "nvmlSystemGetDriverVersion");

    /// <param name="uuid">As NVML prints it: 'GPU-…' and hexadecimal digits.</param>
    /// <param name="nvml">Path of the library; null: the system's.</param>
    /// <exception cref="HardwareException">No NVML, a broken one, or no such GPU; the message says which.</exception>
    public static GpuWatch Open(string uuid, string? nvml = null)
    {
        var path = nvml ?? NvmlLibrary.DefaultPath;
        var library = NvmlLibrary.Open(path) ?? throw new HardwareException($"there is no '{path}'");
        var reader = new NvmlReader(library);
        nint device = 0;
        var code = reader.Ask("nvmlDeviceGetHandleByUUID", f => NvmlCalls.Handle(f, Encoding.UTF8.GetBytes(uuid + '\0'), out device));
        if (code == NvmlReturn.Success)
        {
            return new GpuWatch(library, reader, device);
        }

        library.Dispose();
        throw new HardwareException($"NVML has no handle for {uuid}: {NvmlReturn.NameOf(code)}");
    }

    /// <summary>Clocks and temperature, limits ('none', or names), and compute processes, this one included.</summary>
    public IReadOnlyList<HardwareFact> Read() =>
    [
        _reader.Number(HardwareKey.SmClock, "nvmlDeviceGetClockInfo", _device, 1),
        _reader.Number(HardwareKey.MemoryClock, "nvmlDeviceGetClockInfo", _device, 2),
        _reader.Number(HardwareKey.Temperature, "nvmlDeviceGetTemperature", _device, 0),
        ClockLimits(),
        Processes(),
    ];

    public void Dispose() => _library.Dispose();

    private HardwareFact ClockLimits()
    {
        ulong mask = 0;
        var code = Newest(
            ["nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"],
            f => NvmlCalls.Mask(f, _device, out mask));
        return NvmlReader.Fact(HardwareKey.ClockLimits, code, () => Names(mask));
    }

    private HardwareFact Processes()
    {
        uint count = 0;
        var code = Newest(
            ["nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2", "nvmlDeviceGetComputeRunningProcesses"],
            f => NvmlCalls.CountOnly(f, _device, out count));
        return NvmlReader.Fact(
            HardwareKey.ComputeProcesses, code == NvmlReturn.InsufficientSize ? NvmlReturn.Success : code,
            () => count.ToString(CultureInfo.InvariantCulture));
    }

    private int Newest(IReadOnlyList<string> functions, NvmlReader.Call call)
    {
        var code = NvmlReturn.FunctionNotFound;
        for (var i = 0; i < functions.Count && code == NvmlReturn.FunctionNotFound; i++)
        {
            code = _reader.Ask(functions[i], call);
        }

        return code;
    }

    private static string Names(ulong mask)
    {
        var names = Limits.Where(l => (mask & l.Bit) != 0).Select(l => l.Name).ToList();
        var unknown = mask & ~(Limits.Aggregate(0UL, (all, l) => all | l.Bit) | 1);
        if (unknown != 0)
        {
            names.Add($"0x{unknown:x}");
        }

        return names.Count == 0 ? "none" : string.Join(", ", names);
    }
}
