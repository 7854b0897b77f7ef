using Conformance.Ptx.Memory;
using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Decoding;

/// <summary>Makes a kernel of an entry: every name becomes a slot, an address or a target; every opcode an operation.</summary>
internal sealed partial class Decoder
{
    private const string Stop = "end";

    private readonly PtxEntry _entry;
    private readonly Dictionary<string, ulong> _symbols;
    private readonly Dictionary<string, int> _slots = new(Slots.Special, StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _constants = [];
    private readonly List<ulong> _template = [];
    private readonly List<Instruction> _code = [];
    private readonly List<string> _opcodes = [];
    private readonly int _sharedBytes;
    private readonly int _localBytes;

    private Decoder(PtxEntry entry, PtxModule module, IReadOnlyDictionary<string, ulong> symbols)
    {
        _entry = entry;
        _symbols = new(symbols, StringComparer.Ordinal);
        _template.AddRange(new ulong[Slots.Count]);
        _template[Slots.One] = 1;
        foreach (var (name, _) in entry.Registers)
        {
            _slots[name] = _template.Count;
            _template.Add(0);
        }

        PtxVariable[] variables = [.. module.Variables, .. entry.Variables];

        // A kernel has those shared variables of the module that it names.
        var named = entry.Statements.SelectMany(s => s.Operands).Select(o => o.Text).ToHashSet(StringComparer.Ordinal);
        var shared = variables.Where(v => v.Space == Space.Shared && named.Contains(v.Name)).ToList();
        _sharedBytes = Place(shared.Where(v => !v.IsDynamic), 0);
        var dynamic = shared.Where(v => v.IsDynamic).ToList();
        if (dynamic.Count > 0)
        {
            // All of them begin at one address, behind the static ones.
            _sharedBytes = Align(_sharedBytes, dynamic.Max(v => v.Alignment));
            dynamic.ForEach(v => _symbols[v.Name] = (ulong)_sharedBytes);
        }

        _localBytes = Place(variables.Where(v => v.Space == Space.Local), 0);
    }

    /// <param name="symbols">Addresses of the module's .global and .const variables.</param>
    /// <exception cref="PtxException">An instruction, modifier, name or operand that is not known.</exception>
    public static Kernel Decode(PtxEntry entry, PtxModule module, IReadOnlyDictionary<string, ulong> symbols) =>
        new Decoder(entry, module, symbols).Decode();

    private Kernel Decode()
    {
        var starts = new int[_entry.Statements.Count + 1];
        for (var i = 0; i < _entry.Statements.Count; i++)
        {
            starts[i] = _code.Count;
            Statement(_entry.Statements[i]);
        }

        starts[^1] = _code.Count;

        // Falling off the end is a return (PTX ISA 9.7.12).
        Emit(new() { Op = Op.Exit, Line = _entry.Line }, Stop);
        foreach (ref var instruction in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_code))
        {
            if (instruction.Op is Op.Branch or Op.BranchIf or Op.BranchIfNot && instruction.Immediate < 0)
            {
                instruction.Immediate = starts[~instruction.Immediate];
            }
        }

        var last = _entry.Parameters.Count == 0 ? 0 : _entry.Parameters[^1].Offset + _entry.Parameters[^1].Bytes;
        return new(
            _entry.Name, [.. _code], [.. _template], _entry.Parameters, last, _sharedBytes, _localBytes, _entry.MaximumThreads,
            _entry.RequiredThreads, _opcodes);
    }

    private int Place(IEnumerable<PtxVariable> variables, int at)
    {
        foreach (var variable in variables)
        {
            at = Align(at, variable.Alignment);
            if (!_symbols.TryAdd(variable.Name, (ulong)at))
            {
                throw new PtxException(variable.Line, "a name that is new", $"'{variable.Name}' again");
            }

            at += variable.Bytes;
        }

        return at;
    }

    private static int Align(int at, int alignment) => (at + alignment - 1) / alignment * alignment;

    private void Emit(Instruction instruction, string opcode)
    {
        _code.Add(instruction);
        _opcodes.Add(opcode);
    }

    private void Statement(PtxStatement s)
    {
        if (s.Opcode is "bra" or "bra.uni")
        {
            Expect(s, 1);
            if (s.Operands[0].Kind != OperandKind.Name || !_entry.Labels.TryGetValue(s.Operands[0].Text, out var target))
            {
                throw new PtxException(s.Line, "a label of this kernel", $"'{s.Operands[0]}'");
            }

            var op = s.Guard is null ? Op.Branch : s.GuardNegated ? Op.BranchIfNot : Op.BranchIf;
            Emit(new() { Op = op, A = s.Guard is null ? 0 : Register(s, s.Guard, 1), Immediate = ~(long)target, Line = s.Line }, s.Opcode);
            return;
        }

        if (s.Guard is not null)
        {
            // '@p x' is 'x' behind a branch around it.
            Emit(
                new()
                {
                    Op = s.GuardNegated ? Op.BranchIf : Op.BranchIfNot,
                    A = Register(s, s.Guard, 1),
                    Immediate = _code.Count + 2,
                    Line = s.Line,
                },
                s.Opcode);
        }

        Emit(Plain(s) with { Line = s.Line }, s.Opcode);
    }

    private Instruction Plain(PtxStatement s)
    {
        if (InstructionTable.TryFind(s.Opcode, out var form))
        {
            return FromForm(s, form);
        }

        var parts = s.Opcode.Split('.');
        return parts[0] switch
        {
            "mov" => Move(s, parts),
            "ld" or "st" => Access(s, parts),
            "cvt" => Convert(s, parts),
            "cvta" => ConvertAddress(s, parts),
            "red" => AtomicAdd(s),
            _ => Control(s),
        };
    }

    private Instruction FromForm(PtxStatement s, Form form)
    {
        Expect(s, form.Operands.Length);
        Span<int> slots = stackalloc int[5];
        for (var i = 1; i < form.Operands.Length; i++)
        {
            slots[i - 1] = Source(s, s.Operands[i], Width(form.Operands[i]));
        }

        var width = Width(form.Operands[0]);
        return new()
        {
            Op = form.Op,
            D = Destination(s, s.Operands[0], width),
            A = form.SwapAB ? slots[1] : slots[0],
            B = form.SwapAB ? slots[0] : slots[1],
            C = slots[2],
            E = slots[3],
            Mask = Ones(width),
        };
    }

    private Instruction Control(PtxStatement s)
    {
        switch (s.Opcode)
        {
            case "ret" or "exit":
                Expect(s, 0);
                return new() { Op = Op.Exit };
            case "trap":
                Expect(s, 0);
                return new() { Op = Op.Trap };
            case "membar.cta" or "membar.gl" or "fence.acq_rel.cta" or "fence.acq_rel.gpu" or "fence.sc.cta" or "fence.sc.gpu":
                // Memory here is sequentially consistent.
                Expect(s, 0);
                return new() { Op = Op.Nothing };
            case "bar.sync" or "barrier.sync" or "barrier.sync.aligned":
                Expect(s, 1);
                if (!PtxNumber.TryBits(s.Operands[0].Text, 32, out var number) || number > 15)
                {
                    throw new PtxException(s.Line, "a barrier, 0 to 15", $"'{s.Operands[0]}'");
                }

                return new() { Op = Op.Barrier, Immediate = (long)number };
            case "bar.warp.sync":
                Expect(s, 1);
                return new() { Op = Op.WarpBarrier, E = Source(s, s.Operands[0], 32) };
            case "shfl.sync.idx.b32" or "shfl.sync.up.b32" or "shfl.sync.down.b32" or "shfl.sync.bfly.b32":
                Expect(s, 5);
                return new()
                {
                    Op = Op.Shuffle,
                    D = Destination(s, s.Operands[0], 32),
                    A = Source(s, s.Operands[1], 32),
                    B = Source(s, s.Operands[2], 32),
                    C = Source(s, s.Operands[3], 32),
                    E = Source(s, s.Operands[4], 32),
                    Immediate = s.Opcode[10] switch { 'i' => 0, 'u' => 1, 'd' => 2, _ => 3 },
                };
            default:
                throw new PtxException(s.Line, "an instruction that SA-1 allows", $"'{s.Opcode}'");
        }
    }
}
