using System.Text;
using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda.Interop;

/// <summary>
/// The real driver: libcuda alone, no toolkit. Opened once per path and kept for the life of the process: drivers do not
/// survive being unloaded.
/// </summary>
internal sealed unsafe class NativeCudaDriver : ICudaDriver
{
    // CUdevice_attribute
    private const int MaxThreadsPerBlock = 1;
    private const int MaxSharedMemoryPerBlock = 8;
    private const int MultiprocessorCount = 16;
    private const int L2CacheSize = 38;
    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;

    private const int MaxText = 256;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, NativeCudaDriver> Opened = new(StringComparer.Ordinal);

    private readonly CudaApi _api;

    private NativeCudaDriver(CudaApi api) => _api = api;

    public static string DefaultPath => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    public int Version
    {
        get
        {
            int version;
            Check(_api.DriverGetVersion(&version), "cuDriverGetVersion");
            return version;
        }
    }

    public int DeviceCount
    {
        get
        {
            Check(_api.Init(0), "cuInit");
            int count;
            Check(_api.DeviceGetCount(&count), "cuDeviceGetCount");

            // More than this on one machine is a driver's mistake.
            return Math.Clamp(count, 0, 256);
        }
    }

    /// <exception cref="BackendException">DeviceAbsent: no such library. LibraryBroken: not a library, or not a CUDA driver.</exception>
    public static NativeCudaDriver Open(string path)
    {
        lock (Gate)
        {
            if (!Opened.TryGetValue(path, out var known))
            {
                Opened[path] = known = new NativeCudaDriver(new CudaApi(SharedLibrary.Load(path, "CUDA driver"), path));
            }

            return known;
        }
    }

    public CudaDeviceFacts Describe(int ordinal)
    {
        var device = Device(ordinal);
        var name = stackalloc byte[MaxText];
        Check(_api.DeviceGetName(name, MaxText, device), "cuDeviceGetName");
        var uuid = stackalloc byte[16];
        Check(_api.DeviceGetUuid(uuid, device), "cuDeviceGetUuid");
        var bus = stackalloc byte[MaxText];
        Check(_api.DeviceGetPciBusId(bus, MaxText, device), "cuDeviceGetPCIBusId");
        nuint memory;
        Check(_api.DeviceTotalMem(&memory, device), "cuDeviceTotalMem");
        var text = Text(name);
        return new CudaDeviceFacts(
            text,
            Uuid(new ReadOnlySpan<byte>(uuid, 16), text.Contains(" MIG ", StringComparison.Ordinal)),
            Text(bus),
            Attribute(device, ComputeCapabilityMajor),
            Attribute(device, ComputeCapabilityMinor),
            Attribute(device, MultiprocessorCount),
            (long)Math.Min(memory, long.MaxValue),
            Attribute(device, MaxThreadsPerBlock),
            Attribute(device, MaxSharedMemoryPerBlock))
        {
            // Nothing that is computed needs it, so that a driver without an answer loses nothing.
            L2Bytes = Math.Max(0, AttributeOrZero(device, L2CacheSize)),
        };
    }

    public ICudaContext CreateContext(int ordinal) => new NativeCudaContext(_api, Device(ordinal));

    /// <exception cref="CudaException">The result is not 0.</exception>
    internal static void Check(int result, string call, string? detail = null)
    {
        if (result != 0)
        {
            var more = string.IsNullOrEmpty(detail) ? "" : $": {detail}";
            throw new CudaException(result, $"{call} failed with {CudaErrors.Name(result)}{more}");
        }
    }

    /// <summary>'GPU-' or 'MIG-' and the UUID with hyphens, as nvidia-smi prints it.</summary>
    internal static string Uuid(ReadOnlySpan<byte> bytes, bool mig)
    {
        var hex = Convert.ToHexStringLower(bytes);
        return $"{(mig ? "MIG" : "GPU")}-{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private static string Text(byte* terminated)
    {
        var bytes = new ReadOnlySpan<byte>(terminated, MaxText);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private int Device(int ordinal)
    {
        Check(_api.Init(0), "cuInit");
        int device;
        Check(_api.DeviceGet(&device, ordinal), "cuDeviceGet");
        return device;
    }

    private int AttributeOrZero(int device, int attribute)
    {
        int value;
        return _api.DeviceGetAttribute(&value, attribute, device) == 0 ? value : 0;
    }

    private int Attribute(int device, int attribute)
    {
        int value;
        Check(_api.DeviceGetAttribute(&value, attribute, device), "cuDeviceGetAttribute");
        return value;
    }
}
