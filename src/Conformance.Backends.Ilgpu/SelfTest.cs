using Conformance.Certification.Probes;

namespace Conformance.Backends.Ilgpu;

/// <summary>
/// What a device's compiler made of the kernels is asked before anything else: operands on which a fused, flushed or approximate machine
/// differs.
/// </summary>
internal static class SelfTest
{
    /// <exception cref="BackendException">DeviceUnfit: an answer is not IEEE's.</exception>
    public static void Require(IBackend backend)
    {
        if (OperatorProbe.Run(backend).FirstOrDefault(f => f is { Required: true, Passed: false }) is { } finding)
        {
            throw new BackendException(
                BackendFailure.DeviceUnfit, $"{backend.Facts.Device}: the self-test '{finding.Name}' failed: {finding.Detail}");
        }
    }
}
