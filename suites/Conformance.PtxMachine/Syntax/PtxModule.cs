namespace Conformance.Ptx.Syntax;

/// <summary>A module as it is written: nothing is resolved yet.</summary>
/// <param name="Version">.version, major * 10 + minor as the text has them.</param>
/// <param name="Target">Compute capability of .target, as 70 for sm_70.</param>
internal sealed record PtxModule(
    int Version, int VersionLine, int Target, int TargetLine, IReadOnlyList<PtxVariable> Variables, IReadOnlyList<PtxEntry> Entries);

/// <summary>A variable of one state space.</summary>
/// <param name="Bytes">Size; 0 for the dynamic shared array, which has no size of its own.</param>
/// <param name="Initial">The first bytes; the rest is zero. Null: no initialiser.</param>
internal sealed record PtxVariable(Space Space, string Name, int Bytes, int Alignment, byte[]? Initial, bool IsDynamic, int Line);

/// <summary>One kernel. Parameters are in order, with their offsets in the parameter space.</summary>
internal sealed record PtxEntry(
    string Name,
    int Line,
    IReadOnlyList<PtxParameter> Parameters,
    int? MaximumThreads,
    int? RequiredThreads,
    IReadOnlyList<PtxVariable> Variables,
    IReadOnlyDictionary<string, int> Registers,
    IReadOnlyList<PtxStatement> Statements,
    IReadOnlyDictionary<string, int> Labels);

internal sealed record PtxParameter(string Name, int Offset, int Bytes);

/// <summary>One instruction: '@!%p1 opcode.modifiers operands;'.</summary>
/// <param name="Guard">The predicate's name, or null.</param>
internal sealed record PtxStatement(string Opcode, IReadOnlyList<PtxOperand> Operands, string? Guard, bool GuardNegated, int Line);

internal enum OperandKind
{
    /// <summary>A register, special register, label or symbol.</summary>
    Name,

    /// <summary>A number as it is written, with its sign.</summary>
    Number,

    /// <summary>{a, b, ...}: the names and numbers in <see cref="PtxOperand.Parts"/>.</summary>
    Vector,

    /// <summary>[base+offset].</summary>
    Address,
}

/// <param name="Text">The name or number; of an address its base, a name or a number.</param>
internal sealed record PtxOperand(OperandKind Kind, string Text, long Offset, IReadOnlyList<PtxOperand> Parts)
{
    public override string ToString() => Kind switch
    {
        OperandKind.Address => $"[{Text}+{Offset}]",
        OperandKind.Vector => $"{{{string.Join(", ", Parts)}}}",
        _ => Text,
    };
}

/// <summary>State spaces of PTX ISA section 5.1.</summary>
internal enum Space : byte
{
    Generic,
    Global,
    Constant,
    Shared,
    Local,
    Parameter,
}
