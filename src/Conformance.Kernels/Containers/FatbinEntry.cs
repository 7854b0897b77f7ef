namespace Conformance.Kernels.Containers;

/// <summary>One entry as it is stored; its payload is neither expanded nor compared with the header yet.</summary>
/// <param name="Offset">Of the entry's header in the file, in bytes.</param>
/// <param name="Major">Of the PTX ISA for PTX, of the cubin's own format for a cubin.</param>
/// <param name="Architecture">70 for sm_70.</param>
/// <param name="Name">Of the source, where the toolkit left it; not to be trusted on a terminal. Null where there is none.</param>
/// <param name="Options">For the assembler, where the toolkit left them. Null where there are none.</param>
/// <param name="Stored">The payload without padding where it is compressed, with padding where it is not: only the code itself knows its
/// end.</param>
/// <param name="ExpandedSize">In bytes; 0 where it is not compressed.</param>
public sealed record FatbinEntry(
    int Offset, FatbinKind Kind, int Major, int Minor, int Architecture, ulong Flags, FatbinCompression Compression, string? Name,
    string? Options, ReadOnlyMemory<byte> Stored, int ExpandedSize)
{
    /// <summary>For messages.</summary>
    public string Place => $"entry at 0x{Offset:x}";
}
