using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Conformance.Certification.Reports;

/// <summary>
/// Builds a page from interpolated strings. The literal parts are markup; every hole is text and is escaped, whoever wrote it.
/// There is one way around that, <see cref="Raw"/>, for markup that this program made itself.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    public void Line([InterpolatedStringHandlerArgument("")] ref Markup markup) => _text.Append('\n');

    public void Raw(string markup) => _text.Append(markup).Append('\n');

    public override string ToString() => _text.ToString();

    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly StringBuilder _text;

        public Markup(int literalLength, int formattedCount, HtmlWriter writer)
        {
            _ = literalLength + formattedCount;
            _text = writer._text;
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? text) => _text.Append(HtmlText.Escape(text));

        public void AppendFormatted(long number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));
    }
}
