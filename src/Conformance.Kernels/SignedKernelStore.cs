using Conformance.Kernels.Containers;
using Conformance.Kernels.Signing;

namespace Conformance.Kernels;

/// <summary>
/// The modules of a backend, all verified under one trust at one time: what a backend opens once, and what a report says of its kernels.
/// </summary>
public sealed class SignedKernelStore
{
    private SignedKernelStore(IReadOnlyList<KernelModule> modules) => Modules = modules;

    /// <summary>By name, in ordinal order.</summary>
    public IReadOnlyList<KernelModule> Modules { get; }

    /// <summary>For BackendFacts.Properties: who signed, under which root, which versions.</summary>
    public IReadOnlyDictionary<string, string> Properties => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["kernel root"] = string.Join(", ", Modules.Select(m => m.RootFingerprint).Distinct(StringComparer.Ordinal)),
        ["kernel signer"] = string.Join(", ", Modules.Select(m => m.SignerText).Distinct(StringComparer.Ordinal)),
        ["kernel versions"] = string.Join(", ", Modules.Select(m => $"{m.Name} {m.Version}")),
    };

    /// <param name="sets">Containers with what lies beside them, by the name that is asked for.</param>
    /// <param name="trust">Whom to believe; <see cref="KernelTrust.Development"/> for this repository's own modules.</param>
    /// <param name="time">At which certificates have to be valid.</param>
    /// <exception cref="KernelRefusedException">One of them is not accepted: then none is.</exception>
    public static SignedKernelStore Open(IEnumerable<KeyValuePair<string, KernelFiles>> sets, KernelTrust trust, DateTimeOffset time) =>
        new([.. sets.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => KernelContainer.Open(s.Value, trust, time, s.Key))]);

    /// <summary>
    /// A set whose container is not stored: the writer packs the same images into the same bytes, so that PTX need not be stored twice.
    /// </summary>
    /// <param name="ptx">The module's text.</param>
    /// <param name="statement">NAME.fatbin.json; null where it is not there.</param>
    /// <param name="signature">NAME.fatbin.p7s; null where it is not there.</param>
    /// <param name="place">For messages.</param>
    /// <exception cref="Conformance.Evidence.EvidenceFormatException">The text is no PTX module.</exception>
    public static KernelFiles Packed(
        ReadOnlyMemory<byte> ptx, ReadOnlyMemory<byte>? statement, ReadOnlyMemory<byte>? signature, string place) =>
        new(FatbinWriter.Write([KernelImage.Of(ptx, FatbinKind.Ptx, place)]), statement, signature);

    /// <summary>The image of every module for one device.</summary>
    /// <param name="major">Of the device's compute capability.</param>
    /// <param name="minor">Of the device's compute capability.</param>
    /// <param name="driverVersion">As cuDriverGetVersion gives it: 12040 for CUDA 12.4.</param>
    /// <exception cref="NotSupportedException">A module has no code for the device; the message lists what it has.</exception>
    public IReadOnlyList<SelectedKernel> Select(int major, int minor, int driverVersion) => [.. Modules.Select(module =>
        module.TrySelect(major, minor, driverVersion, out var image, out var why)
            ? new SelectedKernel(module, image)
            : throw new NotSupportedException(why))];
}

/// <summary>A module and the image of it that a device is given.</summary>
public sealed record SelectedKernel(KernelModule Module, KernelImage Image)
{
    /// <summary>For BackendFacts.KernelDigests: SHA-256 of the container and of the selected image, by name.</summary>
    public IReadOnlyDictionary<string, string> Digests => new Dictionary<string, string>
    {
        [$"{Module.Name}.fatbin"] = Module.Digest,
        [$"{Module.Name}.{Image.Target}.{Image.KindName}"] = Image.Digest,
    };
}
