namespace Conformance.Ptx.Syntax;

internal sealed partial class PtxParser
{
    private const int MaximumRegisters = 1 << 16;
    private const int MaximumDepth = 8;

    private PtxEntry Entry()
    {
        var line = _cursor.Line;
        var name = _cursor.Name("a kernel's name");
        var parameters = Parameters();
        int? maximum = null;
        int? required = null;
        while (_cursor.Next.Text is not "{")
        {
            var directive = _cursor.Next;
            switch (_cursor.Word("a kernel's body").ToString())
            {
                case ".maxntid":
                    maximum = Threads();
                    break;
                case ".reqntid":
                    required = Threads();
                    break;
                case ".minnctapersm" or ".maxnreg":
                    // Advice to the assembler about registers; nothing that a result could depend on.
                    _cursor.Integer("a number", 0, 1 << 16);
                    break;
                default:
                    throw new PtxException(directive.Line, "a kernel's body", $"'{directive.Text}'");
            }
        }

        var body = new Body();
        _cursor.Expect("{");
        Block(body);
        return new(name, line, parameters, maximum, required, body.Variables, body.Registers, body.Statements, body.Labels);
    }

    /// <summary>
    /// Up to the closing brace. Registers of a block within are known in it only (PTX ISA 7.1), and get a name of their
    /// own.
    /// </summary>
    private void Block(Body body)
    {
        while (!_cursor.TryTake("}"))
        {
            if (_cursor.Next.Text == "{")
            {
                if (body.Scopes.Count == MaximumDepth)
                {
                    throw _cursor.Refusal($"at most {MaximumDepth} blocks within each other");
                }

                _cursor.Take();
                body.Scopes.Push(new(StringComparer.Ordinal));
                Block(body);
                body.Scopes.Pop();
            }
            else
            {
                Statement(body);
            }
        }
    }

    private sealed class Body
    {
        public readonly Stack<Dictionary<string, string>> Scopes = [];
        public readonly List<PtxVariable> Variables = [];
        public readonly Dictionary<string, int> Registers = new(StringComparer.Ordinal);
        public readonly List<PtxStatement> Statements = [];
        public readonly Dictionary<string, int> Labels = new(StringComparer.Ordinal);
    }

    private List<PtxParameter> Parameters()
    {
        var parameters = new List<PtxParameter>();
        if (!_cursor.TryTake("(") || _cursor.TryTake(")"))
        {
            return parameters;
        }

        var offset = 0;
        do
        {
            var line = _cursor.Line;
            _cursor.Expect(".param");
            var (alignment, type, name, count) = Declaration();
            if (count < 1 || count > 4096)
            {
                throw new PtxException(line, "a parameter of a size", $"'{name}'");
            }

            offset = (offset + alignment - 1) / alignment * alignment;
            parameters.Add(new(name, offset, count * type.Bytes));
            offset += count * type.Bytes;
        }
        while (_cursor.TryTake(","));
        _cursor.Expect(")");
        return parameters;
    }

    /// <summary>'.maxntid nx, ny, nz': the product.</summary>
    private int Threads()
    {
        var product = _cursor.Integer("a number of threads", 1, 1024);
        while (_cursor.TryTake(","))
        {
            product = Math.Min(1 << 20, product * _cursor.Integer("a number of threads", 1, 1024));
        }

        return product;
    }

    private void Statement(Body body)
    {
        var line = _cursor.Line;
        switch (_cursor.Next.Text)
        {
            case ".reg":
                _cursor.Take();
                Registers(body);
                return;
            case ".shared" or ".local" when body.Scopes.Count == 0:
                body.Variables.Add(Variable(external: false));
                return;
            case ".pragma":
                _cursor.Take();
                if (_cursor.Take().Text is not "\"nounroll\"" and var pragma)
                {
                    throw new PtxException(line, "the pragma \"nounroll\"", pragma);
                }

                _cursor.Expect(";");
                return;
        }

        string? guard = null;
        var negated = false;
        if (_cursor.TryTake("@"))
        {
            negated = _cursor.TryTake("!");
            guard = Resolve(body, _cursor.Name("a predicate"));
        }

        var opcode = _cursor.Name("an instruction");
        if (guard is null && body.Scopes.Count == 0 && _cursor.TryTake(":"))
        {
            if (!body.Labels.TryAdd(opcode, body.Statements.Count))
            {
                throw new PtxException(line, "a label that is new", $"'{opcode}' again");
            }

            return;
        }

        var operands = new List<PtxOperand>();
        while (!_cursor.TryTake(";"))
        {
            if (operands.Count > 0)
            {
                _cursor.Expect(",");
            }

            operands.Add(Operand(body, nested: false));
        }

        body.Statements.Add(new(opcode, operands, guard, negated, line));
    }

    /// <summary>'.reg .b32 %r&lt;9&gt;;' declares %r0 to %r8; '.reg .b64 %SP;' one.</summary>
    private void Registers(Body body)
    {
        var line = _cursor.Line;
        var word = _cursor.Word("a type");
        if (word.Length < 2 || !PtxType.TryParse(word[1..], out var type) || type.Width == 8)
        {
            throw new PtxException(line, "a type of registers", $"'{word}'");
        }

        do
        {
            var name = _cursor.Name("a register");
            var count = -1;
            if (_cursor.TryTake("<"))
            {
                count = _cursor.Integer("a number of registers", 1, MaximumRegisters);
                _cursor.Expect(">");
            }

            for (var i = 0; i < Math.Max(1, count); i++)
            {
                var local = count < 0 ? name : $"{name}{i}";
                var unique = body.Scopes.Count == 0 ? local : $"{local}@{body.Registers.Count}";
                if ((body.Scopes.TryPeek(out var scope) && !scope.TryAdd(local, unique)) || !body.Registers.TryAdd(unique, type.Width)
                    || body.Registers.Count > MaximumRegisters)
                {
                    throw new PtxException(line, $"at most {MaximumRegisters} registers, each declared once", $"'{name}'");
                }
            }
        }
        while (_cursor.TryTake(","));
        _cursor.Expect(";");
    }

    private static string Resolve(Body body, string name) =>
        body.Scopes.Select(s => s.GetValueOrDefault(name)).FirstOrDefault(own => own is not null) ?? name;

    private PtxOperand Operand(Body body, bool nested)
    {
        if (!nested && _cursor.TryTake("{"))
        {
            var parts = new List<PtxOperand>();
            do
            {
                parts.Add(Operand(body, nested: true));
            }
            while (_cursor.TryTake(","));
            _cursor.Expect("}");
            return new(OperandKind.Vector, "", 0, parts);
        }

        if (!nested && _cursor.TryTake("["))
        {
            var text = Resolve(body, _cursor.Word("an address"));
            long offset = 0;
            if (_cursor.TryTake("+"))
            {
                var line = _cursor.Line;
                var number = SignedNumber();
                if (!PtxNumber.TryInteger(number, out var value) || value < int.MinValue || value > int.MaxValue)
                {
                    throw new PtxException(line, "an offset of 32 bits", $"'{number}'");
                }

                offset = (long)value;
            }

            _cursor.Expect("]");
            return new(OperandKind.Address, text, offset, []);
        }

        return _cursor.Next.IsNumber || _cursor.Next.Text == "-"
            ? new(OperandKind.Number, SignedNumber(), 0, [])
            : new(OperandKind.Name, Resolve(body, _cursor.Name("an operand")), 0, []);
    }
}
