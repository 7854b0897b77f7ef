namespace Conformance.Kernels.Containers;

/// <summary>Why a fat binary is refused. Vectors name these; they never change.</summary>
public static class FatbinReason
{
    /// <summary>Larger than <see cref="Fatbin.MaxSize"/>, or more than <see cref="Fatbin.MaxEntries"/> entries.</summary>
    public const string Limit = "FATBIN_LIMIT";

    public const string Magic = "FATBIN_MAGIC";
    public const string Version = "FATBIN_VERSION";
    public const string HeaderSize = "FATBIN_HEADER_SIZE";

    /// <summary>A size that is not a multiple of 8.</summary>
    public const string Alignment = "FATBIN_ALIGNMENT";

    /// <summary>The bytes end before what a size announces.</summary>
    public const string Truncated = "FATBIN_TRUNCATED";

    /// <summary>Bytes after the end that the header announces.</summary>
    public const string Trailing = "FATBIN_TRAILING";

    /// <summary>No entry, or an entry without a payload.</summary>
    public const string Empty = "FATBIN_EMPTY";

    public const string Kind = "FATBIN_KIND";
    public const string EntryVersion = "FATBIN_ENTRY_VERSION";
    public const string EntryHeader = "FATBIN_ENTRY_HEADER";

    /// <summary>The stored, padded and expanded sizes of an entry contradict each other.</summary>
    public const string Size = "FATBIN_SIZE";

    /// <summary>Bytes that only fill up are not zero, or there are more of them than it takes.</summary>
    public const string Padding = "FATBIN_PADDING";

    public const string Flags = "FATBIN_FLAGS";
    public const string Reserved = "FATBIN_RESERVED";

    /// <summary>A name or a list of options that lies outside its header, or is no text.</summary>
    public const string Text = "FATBIN_TEXT";

    /// <summary>A compression that is not read, or a payload that does not expand to the announced size.</summary>
    public const string Compression = "FATBIN_COMPRESSION";

    public const string Elf = "FATBIN_ELF";
    public const string Ptx = "FATBIN_PTX";

    /// <summary>The code says that it is for another architecture or version than its entry says.</summary>
    public const string Architecture = "FATBIN_ARCHITECTURE";

    /// <summary>Two entries of one kind for one architecture: which of them a driver takes is not known.</summary>
    public const string Duplicate = "FATBIN_DUPLICATE";
}
