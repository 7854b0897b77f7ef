using Conformance.Backends;
using Conformance.Backends.Cuda;
using Conformance.Backends.Cuda.Modules;
using Conformance.Evidence;
using Conformance.Kernels;
using Conformance.Kernels.Signing;
using KernelModule = Conformance.Backends.Cuda.Modules.KernelModule;

namespace Conformance.Certification.Running;

/// <summary>
/// The kernels of the CUDA backend out of signed containers: the shipped ones, or those of <see cref="DirectoryVariable"/>, under the
/// roots of <see cref="TrustVariable"/>. All are verified before a device sees one of them, or none is used.
/// </summary>
public sealed class SignedKernels : IKernelModules
{
    /// <summary>Names a directory of containers, NAME.fatbin with its statement and signature, in the place of the shipped ones.</summary>
    public const string DirectoryVariable = "CONFORMANCE_KERNELS";

    /// <summary>
    /// Names a trust file, or the certificates of roots; without it the development root is believed, which proves no identity.
    /// </summary>
    public const string TrustVariable = "CONFORMANCE_KERNEL_TRUST";

    private const string Extension = ".fatbin";

    private readonly Lazy<SignedKernelStore> _store;

    /// <param name="directory">Null: the shipped modules.</param>
    /// <param name="trust">Null: the development root.</param>
    /// <param name="clock">At which certificates have to be valid.</param>
    public SignedKernels(string? directory, string? trust, Func<DateTimeOffset> clock) =>
        _store = new(() => Open(directory, trust, clock()));

    /// <summary>What the environment says, now.</summary>
    public static SignedKernels FromEnvironment() => new(Variable(DirectoryVariable), Variable(TrustVariable), () => DateTimeOffset.UtcNow);

    public KernelSet For(CudaDevice device)
    {
        try
        {
            var store = _store.Value;
            var selected = store.Select(device.Facts.Major, device.Facts.Minor, device.DriverVersion);
            var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, digest) in selected.SelectMany(s => s.Digests))
            {
                digests[name] = digest;
            }

            return new KernelSet([.. selected.Select(s => KernelModule.Of(s.Module.Name, s.Image.Code))], store.Properties, digests);
        }
        catch (Exception e) when (e is KernelRefusedException or EvidenceFormatException or IOException or UnauthorizedAccessException)
        {
            throw new BackendException(BackendFailure.KernelBuild, $"the kernels are refused: {e.Message}", e);
        }
        catch (NotSupportedException e)
        {
            throw new BackendException(BackendFailure.DeviceUnfit, $"{device}: {e.Message}", e);
        }
    }

    private static SignedKernelStore Open(string? directory, string? trust, DateTimeOffset time) => SignedKernelStore.Open(
        directory is null ? Shipped() : Named(directory),
        trust is null ? KernelTrust.Development : KernelTrust.Read(File.ReadAllBytes(trust), trust),
        time);

    private static IEnumerable<KeyValuePair<string, KernelFiles>> Shipped() => EmbeddedModules.Instance.All.Select(module => KeyValuePair.Create(
        module.Name,
        SignedKernelStore.Packed(
            module.Image,
            Memory(EmbeddedModules.Beside(module.Name, Extension + KernelFiles.StatementSuffix)),
            Memory(EmbeddedModules.Beside(module.Name, Extension + KernelFiles.SignatureSuffix)),
            module.Name)));

    private static IEnumerable<KeyValuePair<string, KernelFiles>> Named(string directory) =>
        Directory.EnumerateFiles(directory, "*" + Extension).Select(path => KeyValuePair.Create(
            Path.GetFileNameWithoutExtension(path),
            new KernelFiles(File.ReadAllBytes(path), Read(path + KernelFiles.StatementSuffix), Read(path + KernelFiles.SignatureSuffix))));

    private static ReadOnlyMemory<byte>? Read(string path) => Memory(File.Exists(path) ? File.ReadAllBytes(path) : null);

    // A bare null would become an empty memory, and an absent file an empty one.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
