namespace Conformance.Ptx.Syntax;

/// <summary>Where the parser is. Reads advance; a token that is not the expected one is the one exception of this format.</summary>
internal sealed class PtxCursor(List<PtxToken> tokens)
{
    private int _at;

    public PtxToken Next => tokens[_at];

    public int Line => Next.Line;

    public PtxToken Take()
    {
        var token = tokens[_at];
        if (token.IsEnd)
        {
            throw Refusal("more text");
        }

        _at++;
        return token;
    }

    public bool TryTake(string text)
    {
        if (Next.Text != text)
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(string text)
    {
        if (!TryTake(text))
        {
            throw Refusal($"'{text}'");
        }
    }

    public string Word(string what)
    {
        if (!Next.IsWord)
        {
            throw Refusal(what);
        }

        return Take().Text;
    }

    /// <summary>A name: a word that is not a directive and not a number.</summary>
    public string Name(string what)
    {
        if (!Next.IsWord || Next.IsNumber || Next.Text[0] == '.')
        {
            throw Refusal(what);
        }

        return Take().Text;
    }

    /// <summary>An integer from 'minimum' to 'maximum' without a sign.</summary>
    public int Integer(string what, int minimum, int maximum)
    {
        var token = Next;
        var text = Word(what);
        if (!PtxNumber.TryInteger(text, out var value) || value < minimum || value > maximum)
        {
            throw new PtxException(token.Line, $"{what}, {minimum} to {maximum}", $"'{text}'");
        }

        return (int)value;
    }

    public PtxException Refusal(string expected) => new(Line, expected, Next.IsEnd ? "the end of the text" : $"'{Next.Text}'");
}
