using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Decoding;

/// <param name="Operands">
/// One letter each, the destination first: p predicate, h 16, w 32 and l 64 bits.
/// </param>
/// <param name="SwapAB">a &gt; b is b &lt; a.</param>
internal readonly record struct Form(Op Op, string Operands, bool SwapAB = false);

/// <summary>
/// Every plain instruction by its complete spelling; what is not here is not executed. Float arithmetic is here only with its
/// rounding written out (.rn): without it the assembler may contract (PTX ISA 9.7.3). No .ftz, .approx, .sat, .full and no min or
/// max of floats: SA-1 has no use for what they do.
/// </summary>
internal static class InstructionTable
{
    private static readonly Dictionary<string, Form> Table = Make();

    public static IReadOnlyDictionary<string, Form> Forms => Table;

    public static bool TryFind(string opcode, out Form form) => Table.TryGetValue(opcode, out form);

    private static Dictionary<string, Form> Make()
    {
        var table = new Dictionary<string, Form>(StringComparer.Ordinal);
        AddInteger(table);
        AddBits(table);
        AddCompare(table);
        AddFloat(table);
        return table;
    }

    private static char Letter(int width) => width switch { 1 => 'p', 16 => 'h', 32 => 'w', _ => 'l' };

    private static Op Of(string name) => Enum.Parse<Op>(name);

    private static void AddInteger(Dictionary<string, Form> table)
    {
        foreach (var width in (int[])[16, 32, 64])
        {
            var r = Letter(width);
            foreach (var sign in (char[])['U', 'S'])
            {
                var type = $"{char.ToLowerInvariant(sign)}{width}";
                table[$"add.{type}"] = new(Of($"Add{width}"), $"{r}{r}{r}");
                table[$"sub.{type}"] = new(Of($"Sub{width}"), $"{r}{r}{r}");
                table[$"mul.lo.{type}"] = new(Of($"MulLo{width}"), $"{r}{r}{r}");
                table[$"mul.hi.{type}"] = new(Of($"MulHi{sign}{width}"), $"{r}{r}{r}");
                table[$"mad.lo.{type}"] = new(Of($"MadLo{width}"), $"{r}{r}{r}{r}");
                table[$"div.{type}"] = new(Of($"Div{sign}{width}"), $"{r}{r}{r}");
                table[$"rem.{type}"] = new(Of($"Rem{sign}{width}"), $"{r}{r}{r}");
                table[$"min.{type}"] = new(sign == 'U' ? Op.MinU : Of($"MinS{width}"), $"{r}{r}{r}");
                table[$"max.{type}"] = new(sign == 'U' ? Op.MaxU : Of($"MaxS{width}"), $"{r}{r}{r}");
                table[$"shr.{type}"] = new(Of($"Shr{sign}{width}"), $"{r}{r}w");
                if (width < 64)
                {
                    var wide = Letter(2 * width);
                    table[$"mul.wide.{type}"] = new(Of($"MulWide{sign}{width}"), $"{wide}{r}{r}");
                    table[$"mad.wide.{type}"] = new(Of($"MadWide{sign}{width}"), $"{wide}{r}{r}{wide}");
                }

                if (width > 16)
                {
                    table[$"mad.hi.{type}"] = new(Of($"MadHi{sign}{width}"), $"{r}{r}{r}{r}");
                    table[$"add.cc.{type}"] = new(Of($"AddCarryOut{width}"), $"{r}{r}{r}");
                    table[$"addc.{type}"] = new(Of($"AddCarryIn{width}"), $"{r}{r}{r}");
                    table[$"addc.cc.{type}"] = new(Of($"AddCarryInOut{width}"), $"{r}{r}{r}");
                    table[$"sub.cc.{type}"] = new(Of($"SubBorrowOut{width}"), $"{r}{r}{r}");
                    table[$"subc.{type}"] = new(Of($"SubBorrowIn{width}"), $"{r}{r}{r}");
                    table[$"subc.cc.{type}"] = new(Of($"SubBorrowInOut{width}"), $"{r}{r}{r}");
                    table[$"bfind.{type}"] = new(Of($"Bfind{sign}{width}"), $"w{r}");
                    table[$"bfind.shiftamt.{type}"] = new(Of($"BfindShift{sign}{width}"), $"w{r}");
                    table[$"bfe.{type}"] = new(Of($"Bfe{sign}{width}"), $"{r}{r}ww");
                }
            }

            table[$"neg.s{width}"] = new(Of($"Neg{width}"), $"{r}{r}");
            table[$"abs.s{width}"] = new(Of($"Abs{width}"), $"{r}{r}");
        }

        foreach (var left in (char[])['U', 'S'])
        {
            foreach (var right in (char[])['U', 'S'])
            {
                table[$"dp4a.{char.ToLowerInvariant(left)}32.{char.ToLowerInvariant(right)}32"] = new(Of($"Dp4a{left}{right}"), "wwww");
            }
        }
    }

    private static void AddBits(Dictionary<string, Form> table)
    {
        foreach (var width in (int[])[1, 16, 32, 64])
        {
            var r = Letter(width);
            var type = width == 1 ? "pred" : $"b{width}";
            table[$"and.{type}"] = new(Op.And, $"{r}{r}{r}");
            table[$"or.{type}"] = new(Op.Or, $"{r}{r}{r}");
            table[$"xor.{type}"] = new(Op.Xor, $"{r}{r}{r}");
            table[$"not.{type}"] = new(Op.Not, $"{r}{r}");
            if (width == 1)
            {
                continue;
            }

            table[$"shl.{type}"] = new(Of($"Shl{width}"), $"{r}{r}w");
            table[$"shr.{type}"] = new(Of($"ShrU{width}"), $"{r}{r}w");
            foreach (var kind in (string[])["b", "u", "s", "f"])
            {
                if (kind != "f" || width > 16)
                {
                    table[$"selp.{kind}{width}"] = new(Op.Select, $"{r}{r}{r}p");
                }
            }

            if (width > 16)
            {
                table[$"popc.{type}"] = new(Op.Popc, $"w{r}");
                table[$"clz.{type}"] = new(Of($"Clz{width}"), $"w{r}");
                table[$"brev.{type}"] = new(Of($"Brev{width}"), $"{r}{r}");
                table[$"bfi.{type}"] = new(Of($"Bfi{width}"), $"{r}{r}{r}ww");
            }
        }

        table["prmt.b32"] = new(Op.Prmt, "wwww");
        table["lop3.b32"] = new(Op.Lop3, "wwwww");
        table["shf.l.wrap.b32"] = new(Op.ShfLeftWrap, "wwww");
        table["shf.l.clamp.b32"] = new(Op.ShfLeftClamp, "wwww");
        table["shf.r.wrap.b32"] = new(Op.ShfRightWrap, "wwww");
        table["shf.r.clamp.b32"] = new(Op.ShfRightClamp, "wwww");
    }

    private static void AddCompare(Dictionary<string, Form> table)
    {
        foreach (var width in (int[])[16, 32, 64])
        {
            var operands = $"p{Letter(width)}{Letter(width)}";
            foreach (var kind in (string[])["b", "u", "s"])
            {
                var type = $"{kind}{width}";
                table[$"setp.eq.{type}"] = new(Op.SetEq, operands);
                table[$"setp.ne.{type}"] = new(Op.SetNe, operands);
                if (kind == "b")
                {
                    continue;
                }

                var less = kind == "u" ? Op.SetLtU : Of($"SetLtS{width}");
                var lessOrEqual = kind == "u" ? Op.SetLeU : Of($"SetLeS{width}");
                table[$"setp.lt.{type}"] = new(less, operands);
                table[$"setp.le.{type}"] = new(lessOrEqual, operands);
                table[$"setp.gt.{type}"] = new(less, operands, SwapAB: true);
                table[$"setp.ge.{type}"] = new(lessOrEqual, operands, SwapAB: true);
                if (kind == "u")
                {
                    table[$"setp.lo.{type}"] = new(less, operands);
                    table[$"setp.ls.{type}"] = new(lessOrEqual, operands);
                    table[$"setp.hi.{type}"] = new(less, operands, SwapAB: true);
                    table[$"setp.hs.{type}"] = new(lessOrEqual, operands, SwapAB: true);
                }
            }
        }

        foreach (var (name, op, swap) in (ReadOnlySpan<(string, Op, bool)>)
        [
            ("eq", Op.SetEqF, false), ("ne", Op.SetNeF, false), ("lt", Op.SetLtF, false), ("le", Op.SetLeF, false),
            ("gt", Op.SetLtF, true), ("ge", Op.SetLeF, true),
            ("equ", Op.SetEquF, false), ("neu", Op.SetNeuF, false), ("ltu", Op.SetLtuF, false), ("leu", Op.SetLeuF, false),
            ("gtu", Op.SetLtuF, true), ("geu", Op.SetLeuF, true), ("num", Op.SetNum, false), ("nan", Op.SetNan, false),
        ])
        {
            table[$"setp.{name}.f32"] = new(op, "pww", swap);
        }
    }

    private static void AddFloat(Dictionary<string, Form> table)
    {
        table["add.rn.f32"] = new(Op.AddF, "www");
        table["sub.rn.f32"] = new(Op.SubF, "www");
        table["mul.rn.f32"] = new(Op.MulF, "www");
        table["div.rn.f32"] = new(Op.DivF, "www");
        table["fma.rn.f32"] = new(Op.FmaF, "wwww");
        table["sqrt.rn.f32"] = new(Op.SqrtF, "ww");
        table["rcp.rn.f32"] = new(Op.RcpF, "ww");
        table["neg.f32"] = new(Op.NegF, "ww");
        table["abs.f32"] = new(Op.AbsF, "ww");
    }
}
