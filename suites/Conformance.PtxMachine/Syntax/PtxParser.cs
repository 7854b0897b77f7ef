namespace Conformance.Ptx.Syntax;

/// <summary>
/// PTX text to its parts. What is not known is refused, never skipped. Functions other than kernels are read over: a call is refused,
/// so they cannot run.
/// </summary>
internal sealed partial class PtxParser
{
    private readonly PtxCursor _cursor;

    private PtxParser(string text) => _cursor = new(PtxLexer.Split(text));

    /// <exception cref="PtxException">The text is not a module that this parser knows.</exception>
    public static PtxModule Parse(string text) => new PtxParser(text).Module();

    private PtxModule Module()
    {
        var versionLine = _cursor.Line;
        var version = Version();
        var targetLine = _cursor.Line;
        var target = Target();
        _cursor.Expect(".address_size");
        if (_cursor.Integer("an address size", 1, 64) is var size && size != 64)
        {
            throw new PtxException(_cursor.Line, "an address size of 64", $"{size}");
        }

        var variables = new List<PtxVariable>();
        var entries = new List<PtxEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!_cursor.Next.IsEnd)
        {
            var line = _cursor.Line;
            var external = _cursor.Next.Text == ".extern";
            while (_cursor.Next.Text is ".visible" or ".extern" or ".weak" or ".common")
            {
                _cursor.Take();
            }

            string name;
            if (_cursor.TryTake(".entry"))
            {
                entries.Add(Entry());
                name = entries[^1].Name;
            }
            else if (_cursor.TryTake(".func"))
            {
                SkipFunction();
                continue;
            }
            else
            {
                variables.Add(Variable(external));
                name = variables[^1].Name;
            }

            if (!names.Add(name))
            {
                throw new PtxException(line, "a name that is new", $"'{name}' again");
            }
        }

        return new(version, versionLine, target, targetLine, variables, entries);
    }

    private int Version()
    {
        _cursor.Expect(".version");
        var line = _cursor.Line;
        var text = _cursor.Word("a version");
        if (text.Split('.') is not [var major, var minor] || !PtxNumber.TryInteger(major, out var high) || high > 99
            || !PtxNumber.TryInteger(minor, out var low) || low > 9)
        {
            throw new PtxException(line, "a version as 6.3", $"'{text}'");
        }

        return (10 * (int)high) + (int)low;
    }

    private int Target()
    {
        _cursor.Expect(".target");
        var line = _cursor.Line;
        var text = _cursor.Word("a target");
        if (!text.StartsWith("sm_", StringComparison.Ordinal) || !PtxNumber.TryInteger(text[3..], out var value) || value > 999)
        {
            throw new PtxException(line, "a target as sm_70", $"'{text}'");
        }

        return (int)value;
    }

    private void SkipFunction()
    {
        while (_cursor.Next.Text is not ("{" or ";"))
        {
            _cursor.Take();
        }

        if (_cursor.TryTake(";"))
        {
            return;
        }

        var depth = 0;
        do
        {
            depth += _cursor.Take().Text switch { "{" => 1, "}" => -1, _ => 0 };
        }
        while (depth > 0);
    }

    /// <summary>'.shared .align 4 .b8 name[8448];', with an initialiser in .global and .const.</summary>
    private PtxVariable Variable(bool external)
    {
        var line = _cursor.Line;
        var word = _cursor.Word("a state space");
        var space = word switch
        {
            ".global" => Space.Global,
            ".const" => Space.Constant,
            ".shared" => Space.Shared,
            ".local" => Space.Local,
            _ => throw new PtxException(line, "an entry or a variable of .global, .const, .shared or .local", $"'{word}'"),
        };
        var (alignment, type, name, count) = Declaration();
        var dynamic = count < 0;
        if (dynamic != (external && space == Space.Shared) || (external && !dynamic))
        {
            throw new PtxException(line, "a size, unless it is a shared array that is .extern", $"'{name}'");
        }

        byte[]? initial = null;
        if (_cursor.TryTake("="))
        {
            if (space is not (Space.Global or Space.Constant))
            {
                throw new PtxException(line, "an initialiser in .global or .const only", $"'{name}'");
            }

            initial = Initialiser(type, checked(Math.Max(count, 1) * type.Bytes));
        }

        _cursor.Expect(";");
        return new(space, name, dynamic ? 0 : checked(count * type.Bytes), alignment, initial, dynamic, line);
    }

    /// <summary>'[.align n] .type name[count]'; the count is -1 for '[]' and the product for several dimensions.</summary>
    private (int Alignment, PtxType Type, string Name, int Count) Declaration()
    {
        var alignment = 0;
        if (_cursor.TryTake(".align"))
        {
            alignment = _cursor.Integer("an alignment", 1, 4096);
            if (!int.IsPow2(alignment))
            {
                throw new PtxException(_cursor.Line, "an alignment that is a power of two", $"{alignment}");
            }
        }

        var type = Type();
        var name = _cursor.Name("a name");
        long count = 1;
        while (_cursor.TryTake("["))
        {
            if (_cursor.TryTake("]"))
            {
                count = -1;
                break;
            }

            var line = _cursor.Line;
            count *= _cursor.Integer("a size", 1, 1 << 28);
            if (count > 1 << 28)
            {
                throw new PtxException(line, "at most 2^28 elements", $"{count}");
            }

            _cursor.Expect("]");
        }

        return (Math.Max(alignment, type.Bytes), type, name, (int)count);
    }

    private PtxType Type()
    {
        var line = _cursor.Line;
        var word = _cursor.Word("a type");
        return word.Length > 1 && PtxType.TryParse(word[1..], out var type) && type.Kind != TypeKind.Predicate
            ? type
            : throw new PtxException(line, "a type", $"'{word}'");
    }

    private byte[] Initialiser(PtxType type, int bytes)
    {
        var values = new List<byte>();
        var braces = _cursor.TryTake("{");
        do
        {
            var line = _cursor.Line;
            var text = SignedNumber();
            if (!PtxNumber.TryBits(text, type.Width, out var bits))
            {
                throw new PtxException(line, $"a constant of {type.Width} bits", $"'{text}'");
            }

            for (var at = 0; at < type.Bytes; at++)
            {
                values.Add((byte)((bits >> (8 * at)) & 0xff));
            }

            if (values.Count > bytes)
            {
                throw new PtxException(line, $"at most {bytes} bytes", "more");
            }
        }
        while (braces && _cursor.TryTake(","));
        if (braces)
        {
            _cursor.Expect("}");
        }

        return [.. values];
    }

    private string SignedNumber()
    {
        var sign = _cursor.TryTake("-") ? "-" : "";
        return _cursor.Next.IsNumber ? sign + _cursor.Take().Text : throw _cursor.Refusal("a number");
    }
}
