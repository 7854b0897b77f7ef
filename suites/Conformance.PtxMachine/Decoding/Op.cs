namespace Conformance.Ptx.Decoding;

/// <summary>What the interpreter does. Registers are zero-extended, so many operations need no width.</summary>
internal enum Op : ushort
{
    Branch, BranchIf, BranchIfNot, Exit, Barrier, Shuffle, WarpBarrier, Trap, Nothing,
    Move, Pack16, Pack32, Pack64, Unpack32, Unpack64, Unpack64By4, Select,
    Load, Store, LoadGlobal32, LoadShared32, StoreShared32, LoadGlobal32By4, LoadShared32By4, AtomicAdd,
    And, Or, Xor, Not, Lop3,
    Shl16, Shl32, Shl64, ShrU16, ShrU32, ShrU64, ShrS16, ShrS32, ShrS64,
    ShfLeftWrap, ShfLeftClamp, ShfRightWrap, ShfRightClamp,
    Add16, Add32, Add64, Sub16, Sub32, Sub64, MulLo16, MulLo32, MulLo64,
    MulHiU16, MulHiS16, MulHiU32, MulHiS32, MulHiU64, MulHiS64, MulWideU16, MulWideS16, MulWideU32, MulWideS32,
    MadLo16, MadLo32, MadLo64, MadHiU32, MadHiS32, MadHiU64, MadHiS64, MadWideU16, MadWideS16, MadWideU32, MadWideS32,
    AddCarryOut32, AddCarryOut64, AddCarryIn32, AddCarryIn64, AddCarryInOut32, AddCarryInOut64,
    SubBorrowOut32, SubBorrowOut64, SubBorrowIn32, SubBorrowIn64, SubBorrowInOut32, SubBorrowInOut64,
    DivU16, DivS16, DivU32, DivS32, DivU64, DivS64, RemU16, RemS16, RemU32, RemS32, RemU64, RemS64,
    MinU, MaxU, MinS16, MinS32, MinS64, MaxS16, MaxS32, MaxS64, Neg16, Neg32, Neg64, Abs16, Abs32, Abs64,
    Popc, Clz32, Clz64, Brev32, Brev64, BfindU32, BfindS32, BfindU64, BfindS64,
    BfindShiftU32, BfindShiftS32, BfindShiftU64, BfindShiftS64,
    BfeU32, BfeS32, BfeU64, BfeS64, Bfi32, Bfi64, Prmt, Dp4aUU, Dp4aUS, Dp4aSU, Dp4aSS,
    SetEq, SetNe, SetLtU, SetLeU, SetLtS16, SetLeS16, SetLtS32, SetLeS32, SetLtS64, SetLeS64,
    SetEqF, SetNeF, SetLtF, SetLeF, SetEquF, SetNeuF, SetLtuF, SetLeuF, SetNum, SetNan,
    AddF, SubF, MulF, DivF, FmaF, SqrtF, NegF, AbsF, RcpF,
    ExtendU8, ExtendU16, ExtendU32, ExtendS8, ExtendS16, ExtendS32,
    FloatOfU8, FloatOfU16, FloatOfU32, FloatOfU64, FloatOfS8, FloatOfS16, FloatOfS32, FloatOfS64,
    IntOfFloat, RoundFloat, FloatOfHalf, HalfOfFloat,
}
