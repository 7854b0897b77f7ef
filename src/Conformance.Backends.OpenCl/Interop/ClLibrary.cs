using System.Runtime.InteropServices;
using Conformance.Backends;
using Silk.NET.Core.Contexts;
using Silk.NET.OpenCL;

namespace Conformance.Backends.OpenCl.Interop;

/// <summary>
/// The loader library, opened once per path and kept for the life of the process: drivers do not survive being unloaded.
/// A missing library and a broken one are told apart, since only the first means that the machine has no OpenCL.
/// </summary>
internal sealed class ClLibrary : INativeContext
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, ClLibrary> Opened = new(StringComparer.Ordinal);

    /// <summary>Every entry point that this backend calls: OpenCL 1.2, nothing later.</summary>
    private static readonly string[] EntryPoints =
    [
        "clGetPlatformIDs", "clGetPlatformInfo", "clGetDeviceIDs", "clGetDeviceInfo", "clCreateContext", "clReleaseContext",
        "clCreateCommandQueue", "clReleaseCommandQueue", "clCreateBuffer", "clReleaseMemObject", "clCreateProgramWithSource",
        "clBuildProgram", "clGetProgramBuildInfo", "clReleaseProgram", "clCreateKernel", "clGetKernelWorkGroupInfo", "clReleaseKernel",
        "clSetKernelArg",
        "clEnqueueNDRangeKernel", "clEnqueueReadBuffer", "clEnqueueFillBuffer", "clEnqueueCopyBuffer", "clFinish", "clFlush",
        "clEnqueueWriteBuffer",
    ];

    private readonly nint _handle;

    private ClLibrary(nint handle)
    {
        _handle = handle;
        Api = new CL(this);
    }

    public static string DefaultPath =>
        OperatingSystem.IsWindows() ? "OpenCL.dll"
        : OperatingSystem.IsMacOS() ? "/System/Library/Frameworks/OpenCL.framework/OpenCL"
        : "libOpenCL.so.1";

    public CL Api { get; }

    /// <exception cref="BackendException">DeviceAbsent: no such library. LibraryBroken: not a library, or not OpenCL.</exception>
    public static ClLibrary Open(string path)
    {
        lock (Gate)
        {
            if (Opened.TryGetValue(path, out var known))
            {
                return known;
            }

            var handle = SharedLibrary.Load(path, "OpenCL loader");
            foreach (var name in EntryPoints)
            {
                if (!NativeLibrary.TryGetExport(handle, name, out _))
                {
                    NativeLibrary.Free(handle);
                    throw new BackendException(BackendFailure.LibraryBroken, $"the OpenCL loader '{path}' has no entry point {name}");
                }
            }

            return Opened[path] = new ClLibrary(handle);
        }
    }

    public nint GetProcAddress(string proc, int? slot = null) => NativeLibrary.GetExport(_handle, proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = null) => NativeLibrary.TryGetExport(_handle, proc, out addr);

    public void Dispose()
    {
        // Kept loaded on purpose; see the summary.
    }
}
