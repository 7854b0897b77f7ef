using System.Globalization;
using Conformance.Backends.OpenCl.Interop;
using Silk.NET.OpenCL;

namespace Conformance.Backends.OpenCl;

/// <summary>
/// One device of one platform, as it described itself when it was enumerated. Texts are the driver's, without control
/// characters; two identical cards are two devices.
/// </summary>
public sealed class OpenClDevice
{
    private static readonly (ulong Flag, string Name)[] FloatFlags =
    [
        (1, "CL_FP_DENORM"), (2, "CL_FP_INF_NAN"), (4, "CL_FP_ROUND_TO_NEAREST"), (8, "CL_FP_ROUND_TO_ZERO"),
        (16, "CL_FP_ROUND_TO_INF"), (32, "CL_FP_FMA"), (64, "CL_FP_SOFT_FLOAT"), (128, "CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT"),
    ];

    /// <summary>CL_DEVICE_OPENCL_C_VERSION: deprecated by OpenCL 3.0, and the only answer that 1.2 gives.</summary>
    private const DeviceInfo OpenClCVersion = (DeviceInfo)0x103D;

    /// <summary>CL_DEVICE_DOUBLE_FP_CONFIG: core since 1.2, where 0 means that there is no binary64; an extension's before.</summary>
    private const DeviceInfo DoubleFloatConfig = (DeviceInfo)0x1032;

    /// <summary>Subnormals, infinities and NaN, rounding to nearest, fma.</summary>
    private const ulong Binary64 = 1 | 2 | 4 | 32;

    /// <summary>CL_LOCAL.</summary>
    private const ulong DedicatedLocal = 1;

    internal OpenClDevice(CL api, nint platform, nint device, int index)
    {
        Api = api;
        Handle = device;
        Index = index;
        Platform = DeviceText.Clean(ClQueries.PlatformText(api, platform, PlatformInfo.Name));
        PlatformVersion = DeviceText.Clean(ClQueries.PlatformText(api, platform, PlatformInfo.Version));
        Vendor = DeviceText.Clean(ClQueries.DeviceText(api, device, DeviceInfo.Vendor));
        Name = DeviceText.Clean(ClQueries.DeviceText(api, device, DeviceInfo.Name));
        DeviceVersion = DeviceText.Clean(ClQueries.DeviceText(api, device, DeviceInfo.Version));
        DriverVersion = DeviceText.Clean(ClQueries.DeviceText(api, device, DeviceInfo.DriverVersion));
        LanguageVersion = DeviceText.Clean(ClQueries.DeviceText(api, device, OpenClCVersion));
        var type = ClQueries.DeviceNumber(api, device, DeviceInfo.Type);
        Type = (type & (ulong)DeviceType.Gpu) != 0 ? "GPU" : (type & (ulong)DeviceType.Cpu) != 0 ? "CPU" : "ACCELERATOR";
        ComputeUnits = ClQueries.DeviceNumber(api, device, DeviceInfo.MaxComputeUnits);
        MaxWorkGroupSize = ClQueries.DeviceNumber(api, device, DeviceInfo.MaxWorkGroupSize);
        GlobalMemoryBytes = ClQueries.DeviceNumber(api, device, DeviceInfo.GlobalMemSize);
        MaxAllocationBytes = ClQueries.DeviceNumber(api, device, DeviceInfo.MaxMemAllocSize);
        LocalMemoryBytes = ClQueries.DeviceNumber(api, device, DeviceInfo.LocalMemSize);
        HasDedicatedLocalMemory = ClQueries.DeviceNumber(api, device, DeviceInfo.LocalMemType) == DedicatedLocal;
        NativeVectorWidth = ClQueries.DeviceNumber(api, device, DeviceInfo.NativeVectorWidthFloat);
        HasBinary64 = (ClQueries.DeviceNumber(api, device, DoubleFloatConfig, 0) & Binary64) == Binary64;
        FloatConfig = ClQueries.DeviceNumber(api, device, DeviceInfo.SingleFPConfig);
        IsLittleEndian = ClQueries.DeviceNumber(api, device, DeviceInfo.EndianLittle) != 0;
        IsAvailable = ClQueries.DeviceNumber(api, device, DeviceInfo.Available) != 0;
        HasCompiler = ClQueries.DeviceNumber(api, device, DeviceInfo.CompilerAvailable) != 0;
    }

    /// <summary>Position in enumeration order over all platforms.</summary>
    public int Index { get; }

    /// <summary>'opencl:0', 'opencl:1'… in enumeration order.</summary>
    public string Selector => string.Create(CultureInfo.InvariantCulture, $"opencl:{Index}");

    /// <summary>The must-pass column: 'opencl-gpu' for GPUs, 'opencl' for everything else.</summary>
    public string Kind => Type == "GPU" ? "opencl-gpu" : "opencl";

    public string Platform { get; }

    public string PlatformVersion { get; }

    public string Vendor { get; }

    public string Name { get; }

    public string DeviceVersion { get; }

    public string DriverVersion { get; }

    /// <summary>CL_DEVICE_OPENCL_C_VERSION.</summary>
    public string LanguageVersion { get; }

    /// <summary>CPU, GPU or ACCELERATOR.</summary>
    public string Type { get; }

    public ulong ComputeUnits { get; }

    public ulong MaxWorkGroupSize { get; }

    public ulong GlobalMemoryBytes { get; }

    public ulong MaxAllocationBytes { get; }

    public ulong LocalMemoryBytes { get; }

    /// <summary>CL_DEVICE_LOCAL_MEM_TYPE is CL_LOCAL.</summary>
    public bool HasDedicatedLocalMemory { get; }

    /// <summary>CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT.</summary>
    public ulong NativeVectorWidth { get; }

    /// <summary>The device claims IEEE binary64.</summary>
    public bool HasBinary64 { get; }

    /// <summary>What decides about tiles.</summary>
    public DeviceFacts Facts =>
        new(Type, ComputeUnits, MaxWorkGroupSize, LocalMemoryBytes, HasDedicatedLocalMemory, NativeVectorWidth, HasBinary64);

    /// <summary>CL_DEVICE_SINGLE_FP_CONFIG as the driver states it. The probe decides, not this.</summary>
    public ulong FloatConfig { get; }

    public bool IsLittleEndian { get; }

    public bool IsAvailable { get; }

    public bool HasCompiler { get; }

    public bool ClaimsExactDivision => (FloatConfig & 128) != 0;

    /// <summary>The options every program is built with.</summary>
    public string BuildOptions => ClaimsExactDivision ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt" : "-cl-std=CL1.2";

    internal CL Api { get; }

    internal nint Handle { get; }

    /// <summary>Everything above as text, for reports.</summary>
    public SortedDictionary<string, string> Describe()
    {
        static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
        return new(StringComparer.Ordinal)
        {
            ["binary64"] = HasBinary64 ? "yes" : "no",
            ["build_options"] = BuildOptions,
            ["compute_units"] = Text(ComputeUnits),
            ["device_version"] = DeviceVersion,
            ["driver_version"] = DriverVersion,
            ["endianness"] = IsLittleEndian ? "little" : "big",
            ["global_memory_bytes"] = Text(GlobalMemoryBytes),
            ["language_version"] = LanguageVersion,
            ["local_memory_bytes"] = Text(LocalMemoryBytes),
            ["local_memory_type"] = HasDedicatedLocalMemory ? "local" : "global",
            ["max_allocation_bytes"] = Text(MaxAllocationBytes),
            ["max_work_group_size"] = Text(MaxWorkGroupSize),
            ["native_vector_width_float"] = Text(NativeVectorWidth),
            ["platform"] = Platform,
            ["platform_version"] = PlatformVersion,
            ["single_fp_config"] = string.Join(' ', FloatFlags.Where(f => (FloatConfig & f.Flag) != 0).Select(f => f.Name)),
            ["type"] = Type,
            ["vendor"] = Vendor,
        };
    }

    public override string ToString() => $"{Selector} {Name} ({Platform})";
}
