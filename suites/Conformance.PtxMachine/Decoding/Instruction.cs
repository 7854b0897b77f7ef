using System.Runtime.InteropServices;
using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Decoding;

/// <summary>
/// A decoded instruction. D is the destination and A, B, C, E the sources, as slots of a thread's registers: constants and special
/// registers have slots too, so that no operand has kinds when it runs. A vector's elements are D, B, C, E; A is then the address.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Instruction
{
    public Op Op;
    public Space Space;

    /// <summary>Elements of a load or store: 1, 2 or 4.</summary>
    public byte Count;

    /// <summary>Bytes of one element.</summary>
    public byte Bytes;

    /// <summary>A load, or the result of a conversion, keeps its sign.</summary>
    public bool Signed;

    public int D;
    public int A;
    public int B;
    public int C;
    public int E;

    /// <summary>Displacement of an address, target of a branch, or the barrier's number.</summary>
    public long Immediate;

    /// <summary>Bits of the destination.</summary>
    public ulong Mask;

    public int Line;
}
