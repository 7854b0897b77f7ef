namespace Conformance.Backends.OpenCl;

/// <summary>All devices of all OpenCL platforms: 'opencl:0', 'opencl:1'…; GPUs stand in a must-pass column of their own.</summary>
public sealed class OpenClFamily : IBackendFamily, IProbedFamily
{
    private const string Software = "opencl";
    private const string Gpu = "opencl-gpu";

    public string Name => Software;

    public string Summary => "devices behind the OpenCL loader, with kernels of this project";

    public IReadOnlyList<string> Kinds { get; } = [Software, Gpu];

    /// <summary>The loader takes in every installed driver, sick ones too.</summary>
    public bool IsNative => true;

    public Discovery Discover()
    {
        var found = OpenClDevices.Enumerate();
        var absent = Kinds.Where(kind => found.Devices.All(d => d.Kind != kind)).Select(kind => new BackendAbsence(
            kind, found.Failure ?? BackendFailure.DeviceAbsent, Detail(found, kind), Remedy(kind)));
        return new Discovery([.. found.Devices.Select(d => new BackendCandidate(d.Selector, d.Kind, d.Name))], [.. absent]);
    }

    public IBackend Open(string selector) => new OpenClBackend(Device(selector));

    public IReadOnlyList<ProbeFinding> Probe(string selector) =>
        [.. OpenClBackend.Probe(Device(selector)).Select(r => new ProbeFinding(r.Name, r.Passed, true, r.Detail))];

    private static OpenClDevice Device(string selector)
    {
        var found = OpenClDevices.Enumerate();
        return found.Devices.FirstOrDefault(d => d.Selector == selector)
            ?? throw new BackendException(
                found.Failure
                    ?? BackendFailure.DeviceAbsent, $"no OpenCL device '{selector}': {found.Reason ?? $"there are {found.Devices.Count}"}");
    }

    private static string Detail(OpenClDiscovery found, string kind)
    {
        var detail = found.Reason ?? (kind == Gpu ? "no OpenCL device is a GPU" : "every OpenCL device is a GPU");
        return found.Notes.Count == 0 || found.Notes[0] == detail ? detail : $"{detail}; {found.Notes[0]}";
    }

    private static string Remedy(string kind) => kind == Gpu
        ? "install the GPU's driver with its OpenCL library, and see that /etc/OpenCL/vendors names it"
        : "./run-conformance.sh --software-devices, or the package pocl-opencl-icd (Debian, Ubuntu) with an OpenCL loader";
}
