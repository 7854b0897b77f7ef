using System.Buffers.Binary;
using System.Text;
using Silk.NET.OpenCL;

namespace Conformance.Backends.OpenCl.Interop;

/// <summary>Questions about platforms and devices. Whatever a driver answers is bounded and never trusted as a size.</summary>
internal static unsafe class ClQueries
{
    /// <summary>More platforms or devices than this on one machine is a driver's mistake.</summary>
    private const uint MaxHandles = 256;
    private const int MaxText = 1 << 16;

    public static nint[] Platforms(CL api)
    {
        uint count = 0;
        var code = api.GetPlatformIDs(0, (nint*)null, &count);
        if (code == (int)ErrorCodes.PlatformNotFoundKhr || (code == 0 && count == 0))
        {
            return [];
        }

        ClErrors.Check(code, "clGetPlatformIDs");
        var handles = new nint[Math.Min(count, MaxHandles)];
        fixed (nint* p = handles)
        {
            ClErrors.Check(api.GetPlatformIDs((uint)handles.Length, p, null), "clGetPlatformIDs");
        }

        return handles;
    }

    public static nint[] Devices(CL api, nint platform)
    {
        uint count = 0;
        var code = api.GetDeviceIDs(platform, DeviceType.All, 0, (nint*)null, &count);
        if (code == (int)ErrorCodes.DeviceNotFound || (code == 0 && count == 0))
        {
            return [];
        }

        ClErrors.Check(code, "clGetDeviceIDs");
        var handles = new nint[Math.Min(count, MaxHandles)];
        fixed (nint* p = handles)
        {
            ClErrors.Check(api.GetDeviceIDs(platform, DeviceType.All, (uint)handles.Length, p, null), "clGetDeviceIDs");
        }

        return handles;
    }

    public static string PlatformText(CL api, nint platform, PlatformInfo what)
    {
        nuint size = 0;
        ClErrors.Check(api.GetPlatformInfo(platform, what, 0, null, &size), "clGetPlatformInfo");
        var bytes = new byte[(int)Math.Min(size, MaxText) + 1];
        fixed (byte* p = bytes)
        {
            ClErrors.Check(api.GetPlatformInfo(platform, what, (nuint)bytes.Length - 1, p, null), "clGetPlatformInfo");
        }

        return Text(bytes);
    }

    public static string DeviceText(CL api, nint device, DeviceInfo what)
    {
        nuint size = 0;
        ClErrors.Check(api.GetDeviceInfo(device, what, 0, null, &size), "clGetDeviceInfo");
        var bytes = new byte[(int)Math.Min(size, MaxText) + 1];
        fixed (byte* p = bytes)
        {
            ClErrors.Check(api.GetDeviceInfo(device, what, (nuint)bytes.Length - 1, p, null), "clGetDeviceInfo");
        }

        return Text(bytes);
    }

    /// <summary>An answer of 4 or 8 bytes, widened.</summary>
    public static ulong DeviceNumber(CL api, nint device, DeviceInfo what)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        nuint size = 0;
        fixed (byte* p = bytes)
        {
            ClErrors.Check(api.GetDeviceInfo(device, what, 8, p, &size), "clGetDeviceInfo");
        }

        return size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>As above, or the given number where the device does not know the question.</summary>
    public static ulong DeviceNumber(CL api, nint device, DeviceInfo what, ulong otherwise)
    {
        ulong value = 0;
        return api.GetDeviceInfo(device, what, sizeof(ulong), &value, null) == 0 ? value : otherwise;
    }

    private static string Text(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)0);
        return Encoding.UTF8.GetString(bytes, 0, end);
    }
}
