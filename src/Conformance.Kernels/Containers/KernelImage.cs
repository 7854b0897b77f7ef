using System.Security.Cryptography;
using Conformance.Evidence;

namespace Conformance.Kernels.Containers;

/// <summary>The code of one entry, expanded, and found to be for the architecture and of the version that its entry says.</summary>
public sealed record KernelImage
{
    public required FatbinKind Kind { get; init; }

    /// <summary>70 for sm_70.</summary>
    public required int Architecture { get; init; }

    /// <summary>'a': runs on this architecture only (sm_90a); 'f': on its family only (sm_100f); otherwise '\0'.</summary>
    public required char Suffix { get; init; }

    /// <summary>Of the PTX ISA for PTX; of the cubin's format for a cubin.</summary>
    public required int Major { get; init; }

    public required int Minor { get; init; }

    /// <summary>What the driver is given: a PTX module without the zeros behind it, or a cubin.</summary>
    public required ReadOnlyMemory<byte> Code { get; init; }

    /// <summary>Of a PTX module: the names of its kernels. Empty for a cubin.</summary>
    public required IReadOnlyList<string> EntryPoints { get; init; }

    /// <summary>False for an object that has to be linked before a driver can load it.</summary>
    public required bool IsLinked { get; init; }

    /// <summary>SHA-256 of <see cref="Code"/>, lower-case hex.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Code.Span));

    public string KindName => Kind == FatbinKind.Ptx ? "ptx" : "cubin";

    /// <summary>sm_70, sm_90a, sm_100f.</summary>
    public string Target => $"sm_{Architecture}{(Suffix == '\0' ? "" : Suffix)}";

    public string Version => $"{Major}.{Minor}";

    /// <summary>Every image of a fat binary, in its order.</summary>
    /// <exception cref="EvidenceFormatException">An entry that does not hold what it says, or a second one for the same target.</exception>
    public static IReadOnlyList<KernelImage> ReadAll(ReadOnlyMemory<byte> file)
    {
        var images = new List<KernelImage>();
        foreach (var entry in Fatbin.Read(file))
        {
            var image = Of(entry);
            if (images.Any(i => i.Kind == image.Kind && i.Target == image.Target))
            {
                throw new EvidenceFormatException(
                    FatbinReason.Duplicate, entry.Place, $"there is a {image.KindName} for {image.Target} already");
            }

            images.Add(image);
        }

        return images;
    }

    /// <exception cref="EvidenceFormatException">It does not hold what it says.</exception>
    public static KernelImage Of(FatbinEntry entry)
    {
        var image = Of(FatbinPayload.Expand(entry), entry.Kind, entry.Place);
        if (image.Architecture != entry.Architecture)
        {
            throw new EvidenceFormatException(
                FatbinReason.Architecture, entry.Place, $"the header says sm_{entry.Architecture}, the code {image.Target}");
        }

        return entry.Kind == FatbinKind.Cubin ? image with { Major = entry.Major, Minor = entry.Minor }
            : (image.Major, image.Minor) == (entry.Major, entry.Minor) ? image
            : throw new EvidenceFormatException(
                FatbinReason.Architecture, entry.Place, $"the header says PTX {entry.Major}.{entry.Minor}, the code {image.Version}");
    }

    /// <summary>An image from a file of its own, or from an expanded payload.</summary>
    /// <exception cref="EvidenceFormatException">Not code of that kind.</exception>
    public static KernelImage Of(ReadOnlyMemory<byte> payload, FatbinKind kind, string place)
    {
        if (kind == FatbinKind.Ptx)
        {
            var text = payload[..(payload.Span.LastIndexOfAnyExcept((byte)0) + 1)];
            CheckPadding(payload.Length - text.Length, FatbinLayout.Alignment, place);
            var ptx = PtxHeader.Read(text.Span, place);
            return new KernelImage
            {
                Kind = kind, Architecture = ptx.Architecture, Suffix = ptx.Suffix, Major = ptx.Major, Minor = ptx.Minor, Code = text,
                EntryPoints = ptx.EntryPoints, IsLinked = true,
            };
        }

        var cubin = CubinHeader.Read(payload.Span, place);
        if (payload.Span[cubin.Size..].ContainsAnyExcept((byte)0))
        {
            throw new EvidenceFormatException(FatbinReason.Padding, place, $"expected zeros behind the {cubin.Size} bytes of the cubin");
        }

        CheckPadding(payload.Length - cubin.Size, FatbinLayout.Alignment - 1, place);
        return new KernelImage
        {
            Kind = kind, Architecture = cubin.Architecture, Suffix = cubin.IsSpecific ? 'a' : '\0', Major = 1, Minor = 7,
            Code = payload[..cubin.Size], EntryPoints = [], IsLinked = cubin.IsLinked,
        };
    }

    /// <summary>A PTX module may have one zero that ends the text, and as many as fill up to a multiple of 8.</summary>
    private static void CheckPadding(int found, int most, string place)
    {
        if (found > most)
        {
            throw new EvidenceFormatException(FatbinReason.Padding, place, $"expected at most {most} zeros behind the code, found {found}");
        }
    }
}
