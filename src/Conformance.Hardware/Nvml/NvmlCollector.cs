using System.Buffers.Binary;
using System.Globalization;
using static Conformance.Hardware.Nvml.NvmlReader;

namespace Conformance.Hardware.Nvml;

//  Facts through NVML (nvml.h, API 13). Sizes and offsets of the structures:
//
//  nvmlPciInfo_t (v3)                       68 bytes; busId char[32] at 36
//  nvmlMemory_v2_t                          40 bytes; version 0x02000028 at 0, total u64 at 8
//  nvmlSystemConfComputeSettings_v1_t       20 bytes; version 0x01000014 at 0, environment 4, feature 8, developer tools 12, multi-GPU 16
//  nvmlConfComputeSystemState_t             12 bytes; environment 0, feature 4, developer tools 8; what drivers have before the settings
//
//  Only getters are called, and neither the GPU's certificate nor its attestation report is asked for: such a request goes to the device
//  over a secured session, and one that fails makes the driver refuse all work until the machine restarts.

/// <summary>Asks NVML for all facts, in one initialisation.</summary>
internal static class NvmlCollector
{
    /// <summary>More than any machine has; a larger number is not believed.</summary>
    private const uint MaxGpus = 256;

    /// <summary>Null where the machine has no NVML.</summary>
    /// <exception cref="HardwareException">NVML is there and broken.</exception>
    public static HardwareReport? Collect(string path)
    {
        using var library = NvmlLibrary.Open(path);
        if (library is null)
        {
            return null;
        }

        var reader = new NvmlReader(library);
        uint count = 0;
        var code = reader.Ask("nvmlDeviceGetCount_v2", f => NvmlCalls.Number(f, out count));
        if (code != NvmlReturn.Success || count > MaxGpus)
        {
            throw new HardwareException(code == NvmlReturn.Success
                ? $"NVML counts {count} GPUs, which is not believed"
                : $"NVML does not count the GPUs: nvmlDeviceGetCount_v2 gave {NvmlReturn.NameOf(code)}");
        }

        var gpus = new List<IReadOnlyList<HardwareFact>>();
        var problems = new List<string>();
        for (uint index = 0; index < count; index++)
        {
            nint device = 0;
            var at = index;
            var answer = reader.Ask("nvmlDeviceGetHandleByIndex_v2", f => NvmlCalls.Handle(f, at, out device));
            if (answer == NvmlReturn.Success)
            {
                gpus.Add(OfGpu(reader, device));
            }
            else
            {
                // A lost GPU is a row of its own: it is one of those that the machine has.
                gpus.Add([HardwareFact.Without(HardwareKey.Name, NvmlReturn.NameOf(answer))]);
                problems.Add($"GPU {index}: NVML gives no handle: {NvmlReturn.NameOf(answer)}");
            }
        }

        return new HardwareReport("nvml", OfSystem(reader), gpus, problems);
    }

    private static List<HardwareFact> OfSystem(NvmlReader reader)
    {
        var facts = new List<HardwareFact> { reader.Text(HardwareKey.Driver, "nvmlSystemGetDriverVersion") };
        uint cuda = 0;
        facts.Add(Fact(
            HardwareKey.Cuda, reader.Ask("nvmlSystemGetCudaDriverVersion_v2", f => NvmlCalls.Number(f, out cuda)),
            () => string.Create(CultureInfo.InvariantCulture, $"{cuda / 1000}.{cuda % 1000 / 10}")));

        var settings = new byte[20];
        BinaryPrimitives.WriteUInt32LittleEndian(settings, 0x01000014);
        var code = reader.Ask("nvmlSystemGetConfComputeSettings", f => NvmlCalls.Struct(f, settings));
        var offset = 4;
        if (code == NvmlReturn.FunctionNotFound)
        {
            settings = new byte[20];
            code = reader.Ask("nvmlSystemGetConfComputeState", f => NvmlCalls.Struct(f, settings));
            offset = 0;
        }

        facts.Add(Fact(HardwareKey.ConfidentialEnvironment, code, () => Environment(Word(settings, offset))));
        facts.Add(Fact(HardwareKey.ConfidentialFeature, code, () => OnOff(Word(settings, offset + 4))));
        facts.Add(Fact(HardwareKey.DeveloperTools, code, () => OnOff(Word(settings, offset + 8))));
        facts.Add(Fact(HardwareKey.MultiGpu, offset == 0 && code == NvmlReturn.Success ? NvmlReturn.FunctionNotFound : code,
            () => MultiGpu(Word(settings, 16))));
        uint ready = 0;
        facts.Add(Fact(HardwareKey.Ready, reader.Ask("nvmlSystemGetConfComputeGpusReadyState", f => NvmlCalls.Number(f, out ready)),
            () => OnOff(ready)));
        return facts;
    }

    private static List<HardwareFact> OfGpu(NvmlReader reader, nint device)
    {
        var (ecc, eccPending) = reader.Modes(HardwareKey.EccCurrent, HardwareKey.EccPending, "nvmlDeviceGetEccMode", device);
        var (mig, migPending) = reader.Modes(HardwareKey.MigCurrent, HardwareKey.MigPending, "nvmlDeviceGetMigMode", device);

        // Clocks: 1 SM, 2 memory. Sensor 0: the GPU's. Errors: 0 corrected, 1 uncorrected; counter 0: since the driver was loaded.
        return
        [
            reader.Text(HardwareKey.Name, "nvmlDeviceGetName", device),
            reader.Text(HardwareKey.Uuid, "nvmlDeviceGetUUID", device),
            Pci(reader, device),
            reader.Capability(HardwareKey.ComputeCapability, "nvmlDeviceGetCudaComputeCapability", device),
            reader.Text(HardwareKey.Vbios, "nvmlDeviceGetVbiosVersion", device),
            Memory(reader, device),
            ecc,
            eccPending,
            reader.Count(HardwareKey.EccCorrected, "nvmlDeviceGetTotalEccErrors", device, 0, 0),
            reader.Count(HardwareKey.EccUncorrected, "nvmlDeviceGetTotalEccErrors", device, 1, 0),
            mig,
            migPending,
            reader.Switch(HardwareKey.Persistence, "nvmlDeviceGetPersistenceMode", device),
            reader.Number(HardwareKey.SmClock, "nvmlDeviceGetClockInfo", device, 1),
            reader.Number(HardwareKey.SmClockMaximum, "nvmlDeviceGetMaxClockInfo", device, 1),
            reader.Number(HardwareKey.MemoryClock, "nvmlDeviceGetClockInfo", device, 2),
            reader.Number(HardwareKey.MemoryClockMaximum, "nvmlDeviceGetMaxClockInfo", device, 2),
            reader.Number(HardwareKey.PowerLimit, "nvmlDeviceGetPowerManagementLimit", device),
            reader.Number(HardwareKey.Temperature, "nvmlDeviceGetTemperature", device, 0),
        ];
    }

    private static HardwareFact Pci(NvmlReader reader, nint device)
    {
        var info = new byte[68];
        return TextFact(
            HardwareKey.Pci, reader.Ask("nvmlDeviceGetPciInfo_v3", f => NvmlCalls.Struct(f, device, info)), info.AsSpan(36, 32));
    }

    private static HardwareFact Memory(NvmlReader reader, nint device)
    {
        var memory = new byte[40];
        BinaryPrimitives.WriteUInt32LittleEndian(memory, 0x02000028);
        return Fact(
            HardwareKey.MemoryBytes, reader.Ask("nvmlDeviceGetMemoryInfo_v2", f => NvmlCalls.Struct(f, device, memory)),
            () => BinaryPrimitives.ReadUInt64LittleEndian(memory.AsSpan(8)).ToString(CultureInfo.InvariantCulture));
    }

    private static string Environment(uint value) => value switch
    {
        0 => "unavailable",
        1 => "simulation",
        2 => "production",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string MultiGpu(uint value) => value switch
    {
        0 => "none",
        1 => "protected PCIe",
        2 => "NVLink encryption",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
