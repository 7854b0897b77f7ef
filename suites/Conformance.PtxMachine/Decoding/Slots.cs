namespace Conformance.Ptx.Decoding;

/// <summary>The first slots of every thread's registers: the special registers of PTX ISA section 10, and the carry flag.</summary>
internal static class Slots
{
    public const int ThreadX = 0;
    public const int BlockX = 1;
    public const int BlockY = 2;
    public const int BlockZ = 3;
    public const int BlockThreadsX = 4;
    public const int GridX = 5;
    public const int GridY = 6;
    public const int GridZ = 7;
    public const int Lane = 8;
    public const int Warp = 9;
    public const int Zero = 10;
    public const int One = 11;
    public const int Carry = 12;
    public const int DynamicBytes = 13;

    /// <summary>Where '_' writes: a value that nobody reads.</summary>
    public const int Sink = 14;
    public const int Count = 15;

    /// <summary>Blocks have one dimension here, so y and z of a thread are 0 and 1.</summary>
    public static readonly IReadOnlyDictionary<string, int> Special = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["%tid.x"] = ThreadX,
        ["%tid.y"] = Zero,
        ["%tid.z"] = Zero,
        ["%ntid.x"] = BlockThreadsX,
        ["%ntid.y"] = One,
        ["%ntid.z"] = One,
        ["%ctaid.x"] = BlockX,
        ["%ctaid.y"] = BlockY,
        ["%ctaid.z"] = BlockZ,
        ["%nctaid.x"] = GridX,
        ["%nctaid.y"] = GridY,
        ["%nctaid.z"] = GridZ,
        ["%laneid"] = Lane,
        ["%warpid"] = Warp,
        ["%dynamic_smem_size"] = DynamicBytes,
    };
}
