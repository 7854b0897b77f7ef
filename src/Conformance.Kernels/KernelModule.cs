using System.Diagnostics.CodeAnalysis;
using Conformance.Kernels.Containers;

namespace Conformance.Kernels;

/// <summary>A container whose signature was verified, with what a report says of it.</summary>
public sealed class KernelModule
{
    /// <summary>From the signed statement.</summary>
    public required string Name { get; init; }

    /// <summary>From the signed statement.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of the container, lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary>Subject of the signer's certificate (RFC 4514).</summary>
    public required string Signer { get; init; }

    /// <summary>SHA-256 of the root's certificate, lower-case hex.</summary>
    public required string RootFingerprint { get; init; }

    /// <summary>The root is the development root: the signature proves no identity. A report says so.</summary>
    public required bool IsDevelopment { get; init; }

    public required IReadOnlyList<KernelImage> Images { get; init; }

    /// <summary>For the report: 'development' or the signer's subject.</summary>
    public string SignerText => IsDevelopment ? "development" : Signer;

    /// <summary>
    /// The image for a device: a cubin of its major and at most its minor compute capability, the nearest; otherwise the PTX for the
    /// highest architecture that is not above the device's, if the driver knows its PTX version (CUDA C++ Programming Guide, "Binary
    /// compatibility" and "PTX compatibility"). Code for one architecture only ('a') runs on that one, code for a family ('f') on later
    /// minors of its major.
    /// </summary>
    /// <param name="major">Of the device's compute capability.</param>
    /// <param name="minor">Of the device's compute capability.</param>
    /// <param name="driverVersion">As cuDriverGetVersion gives it: 12040 for CUDA 12.4.</param>
    /// <param name="image">What to load.</param>
    /// <param name="why">Where there is nothing to load: one line that names what the container has.</param>
    public bool TrySelect(
        int major, int minor, int driverVersion, [NotNullWhen(true)] out KernelImage? image, [NotNullWhen(false)] out string? why)
    {
        var device = (10 * major) + minor;
        var latest = PtxSupport.LatestOf(driverVersion);
        image = Best(i => i.Kind == FatbinKind.Cubin && i.IsLinked && i.Architecture / 10 == major && RunsOn(i, device))
            ?? Best(i => i.Kind == FatbinKind.Ptx && RunsOn(i, device) && latest is { } known && (i.Major, i.Minor).CompareTo(known) <= 0);
        why = image is not null ? null
            : $"{Name} {Version} has no code for sm_{device} with a driver of CUDA {driverVersion / 1000}.{driverVersion % 1000 / 10}: "
                + string.Join(
                    ", ", Images.Select(i => $"{i.KindName} {i.Target}{(i.Kind == FatbinKind.Ptx ? $" (PTX {i.Version})" : "")}"));
        return image is not null;
    }

    private KernelImage? Best(Func<KernelImage, bool> isFit) => Images.Where(isFit).MaxBy(i => (i.Architecture, i.Suffix));

    private static bool RunsOn(KernelImage image, int device) => image.Suffix switch
    {
        'a' => image.Architecture == device,
        'f' => image.Architecture / 10 == device / 10 && image.Architecture <= device,
        _ => image.Architecture <= device,
    };
}
