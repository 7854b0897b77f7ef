using System.Runtime.InteropServices;
using Conformance.Backends.Ilgpu.Intrinsics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Conformance.Backends.Ilgpu;

/// <summary>The accelerators that ILGPU reaches: 'ilgpu:cpu', 'ilgpu:cuda:0', 'ilgpu:opencl:0'.</summary>
public sealed class IlgpuFamily : IBackendFamily
{
    public const string CpuSelector = "ilgpu:cpu";
    public const string CpuKind = "ilgpu";
    public const string GpuKind = "ilgpu-gpu";

    public string Name => CpuKind;

    public string Summary => "C# kernels compiled by ILGPU";

    public IReadOnlyList<string> Kinds { get; } = [CpuKind, GpuKind];

    public bool IsNative => true;

    public Discovery Discover()
    {
        var (devices, reasons) = Enumerate();
        var available = new List<BackendCandidate> { new(CpuSelector, CpuKind, "ILGPU CPU accelerator") };
        available.AddRange(devices.Where(d => d.Reason is null).Select(d => new BackendCandidate(d.Selector, d.Kind, d.Name)));
        if (available.Any(c => c.Kind == GpuKind))
        {
            return new Discovery(available, []);
        }

        var unfit = devices.FirstOrDefault(d => d.Reason is not null);
        return new Discovery(available,
        [
            new BackendAbsence(
                GpuKind,
                unfit is null ? BackendFailure.DeviceAbsent : BackendFailure.DeviceUnfit,
                unfit is null
                    ? string.Join("; ", reasons.DefaultIfEmpty("no CUDA or OpenCL device"))
                    : $"{unfit.Selector} ({unfit.Name}): {unfit.Reason}",
                "an NVIDIA GPU with its driver, or an OpenCL 2 device with the generic address space"),
        ]);
    }

    public IBackend Open(string selector)
    {
        if (selector == CpuSelector)
        {
            return new IlgpuBackend(AcceleratorHandle.OpenCpu());
        }

        var (devices, reasons) = Enumerate();
        var found = devices.Find(d => d.Selector == selector)
            ?? throw new BackendException(
                BackendFailure.DeviceAbsent, $"no ILGPU device '{selector}': {string.Join("; ", reasons.DefaultIfEmpty("not found"))}");
        if (found.Reason is { } reason)
        {
            throw new BackendException(BackendFailure.DeviceUnfit, $"{selector} ({found.Name}): {reason}");
        }

        var context = Context.Create(found.Enable);
        var device = context.Devices.Where(d => d.AcceleratorType == found.Type).ElementAt(found.Index);
        return new IlgpuBackend(AcceleratorHandle.OpenGpu(context, device, selector, found.Kind));
    }

    private static (List<Found> Devices, List<string> Reasons) Enumerate()
    {
        var devices = new List<Found>();
        var reasons = new List<string>();
        Look("cuda", AcceleratorType.Cuda, static builder => builder.Exactly().Cuda(), devices, reasons);
        Look("opencl", AcceleratorType.OpenCL, static builder => builder.Exactly().OpenCL(static _ => true), devices, reasons);
        return (devices, reasons);
    }

    /// <summary>Distributions without development packages have the loader under its full name only, which ILGPU does not try.</summary>
    static IlgpuFamily() => NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, static (name, assembly, path) =>
        name.Contains("OpenCL", StringComparison.Ordinal) && !NativeLibrary.TryLoad(name, assembly, path, out _)
            && NativeLibrary.TryLoad("libOpenCL.so.1", out var handle) ? handle : 0);

    private static void Look(string api, AcceleratorType type, Action<Context.Builder> enable, List<Found> devices, List<string> reasons)
    {
        try
        {
            using var context = Context.Create(enable);
            var index = 0;
            foreach (var device in context.Devices.Where(d => d.AcceleratorType == type))
            {
                devices.Add(new Found($"ilgpu:{api}:{index}", KindOf(device), device.Name, type, index, Unfit(device), enable));
                index++;
            }

            if (index == 0)
            {
                reasons.Add($"no {(type == AcceleratorType.Cuda ? "CUDA" : "OpenCL")} device");
            }
        }
        catch (Exception e) when (IlgpuFailures.IsForeign(e))
        {
            reasons.Add(IlgpuFailures.Translate(e, api, BackendFailure.LibraryBroken).Message);
        }
    }

    private static string KindOf(Device device) =>
        device is CLDevice { DeviceType: not CLDeviceType.CL_DEVICE_TYPE_GPU } ? CpuKind : GpuKind;

    /// <summary>Why ILGPU cannot use a device that is there; null where it can.</summary>
    private static string? Unfit(Device device) => device switch
    {
        CLDevice { Capabilities.GenericAddressSpace: false } => "no generic address space, which ILGPU's OpenCL code needs",
        CLDevice cl when cl.CLStdVersion < ILGPU.Backends.OpenCL.CLBackend.MinimumVersion => $"OpenCL C {cl.CLStdVersion}, ILGPU needs 2.0",
        _ => null,
    };

    private sealed record Found(
        string Selector, string Kind, string Name, AcceleratorType Type, int Index, string? Reason, Action<Context.Builder> Enable);
}
