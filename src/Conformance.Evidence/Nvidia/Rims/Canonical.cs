using System.Text;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>
/// Inclusive canonical XML without comments (Canonical XML 1.1 section 2.3) of an element read by <see cref="HardenedXml"/>, where 1.0 and
/// 1.1 agree. An element inside a document takes the namespaces in scope from its ancestors.
/// </summary>
internal static class Canonical
{
    /// <param name="element">The apex of the node set.</param>
    /// <param name="ancestors">Outermost first; their declarations are in scope. Empty for a document element.</param>
    /// <param name="without">A child subtree to leave out: the signature, for the enveloped-signature transform (XML Signature
    /// 6.6.4).</param>
    public static byte[] Bytes(XmlElement element, IReadOnlyList<XmlElement> ancestors, XmlElement? without)
    {
        var scope = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        foreach (var ancestor in ancestors)
        {
            Declare(scope, ancestor);
        }

        var output = new StringBuilder();
        Write(output, element, scope, new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" }, without);
        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Write(
        StringBuilder output, XmlElement element, Dictionary<string, string> outerScope, Dictionary<string, string> outerRendered, XmlElement? without)
    {
        var (scope, rendered) = (outerScope, outerRendered);
        if (element.Declarations.Count > 0)
        {
            scope = new Dictionary<string, string>(outerScope, StringComparer.Ordinal);
            Declare(scope, element);
        }

        var name = element.Prefix.Length == 0 ? element.Name : $"{element.Prefix}:{element.Name}";
        output.Append('<').Append(name);

        // 2.3: namespace nodes that the nearest output ancestor does not have, by prefix, the default first.
        foreach (var (prefix, uri) in scope.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            if (rendered.TryGetValue(prefix, out var before) && before == uri)
            {
                continue;
            }

            rendered = ReferenceEquals(rendered, outerRendered)
                ? new Dictionary<string, string>(outerRendered, StringComparer.Ordinal)
                : rendered;
            rendered[prefix] = uri;
            output.Append(prefix.Length == 0 ? " xmlns" : $" xmlns:{prefix}").Append("=\"");
            Attribute(output, uri);
            output.Append('"');
        }

        foreach (var attribute in element.Attributes.OrderBy(a => a.Namespace, StringComparer.Ordinal)
            .ThenBy(a => a.Name, StringComparer.Ordinal))
        {
            output.Append(' ').Append(attribute.Prefix.Length == 0 ? attribute.Name : $"{attribute.Prefix}:{attribute.Name}").Append("=\"");
            Attribute(output, attribute.Value);
            output.Append('"');
        }

        output.Append('>');
        foreach (var child in element.Children)
        {
            if (child.Text is { } text)
            {
                Text(output, text);
            }
            else if (!ReferenceEquals(child.Element, without))
            {
                Write(output, child.Element!, scope, rendered, without);
            }
        }

        output.Append("</").Append(name).Append('>');
    }

    private static void Declare(Dictionary<string, string> scope, XmlElement element)
    {
        foreach (var (prefix, uri) in element.Declarations)
        {
            scope[prefix] = uri;
        }
    }

    private static void Attribute(StringBuilder output, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '&' => output.Append("&amp;"),
                '<' => output.Append("&lt;"),
                '"' => output.Append("&quot;"),
                '\t' => output.Append("&#x9;"),
                '\n' => output.Append("&#xA;"),
                '\r' => output.Append("&#xD;"),
                _ => output.Append(c),
            };
        }
    }

    private static void Text(StringBuilder output, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '&' => output.Append("&amp;"),
                '<' => output.Append("&lt;"),
                '>' => output.Append("&gt;"),
                '\r' => output.Append("&#xD;"),
                _ => output.Append(c),
            };
        }
    }
}
