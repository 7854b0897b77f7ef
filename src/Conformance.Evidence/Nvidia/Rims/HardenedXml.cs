using System.Text;
using System.Xml;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>
/// Reads the XML of manifests, and less than XML allows: UTF-8, no document type (so no entities but the predefined ones), no comment, no
/// processing instruction, no CDATA, no attribute of the xml namespace, bounded size, depth and number. On what is left, Canonical XML 1.0
/// and 1.1 give the same bytes, because they differ only in xml:id and xml:base (Canonical XML 1.1 section 2.4).
/// </summary>
internal static class HardenedXml
{
    /// <summary>Real manifests have 20 to 40 kB.</summary>
    public const int MaxSize = 1024 * 1024;

    /// <summary>Real manifests nest six deep.</summary>
    public const int MaxDepth = 12;

    /// <summary>Real manifests have about 90.</summary>
    public const int MaxElements = 2048;

    /// <summary>Real resources have up to eleven.</summary>
    public const int MaxAttributes = 48;

    private const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";
    private const string DeclarationNamespace = "http://www.w3.org/2000/xmlns/";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxSize,
        MaxCharactersFromEntities = 1,
        ConformanceLevel = ConformanceLevel.Document,
        CheckCharacters = true,
    };

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="EvidenceFormatException">Not such a document.</exception>
    public static XmlElement Read(ReadOnlySpan<byte> bytes, string place)
    {
        if (bytes.Length > MaxSize)
        {
            throw Bad(place, $"expected at most {MaxSize} bytes, found {bytes.Length}");
        }

        try
        {
            // The library never sees bytes, so no encoding declaration can make it read other characters than we do; others it might, so it
            // is refused.
            using var text = new StringReader(Utf8.GetString(bytes));
            using var reader = XmlReader.Create(text, Settings);
            var count = 0;
            XmlElement? root = null;
            while (reader.Read())
            {
                root = reader.NodeType switch
                {
                    XmlNodeType.Element => Element(reader, ref count, place),
                    XmlNodeType.XmlDeclaration when reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase) =>
                        throw Bad(place, reader, $"encoding: expected UTF-8, found '{encoding}'"),
                    XmlNodeType.XmlDeclaration or XmlNodeType.Whitespace => root,
                    _ => throw Bad(place, reader, $"{reader.NodeType} does not occur in a manifest"),
                };
            }

            return root ?? throw Bad(place, "no element");
        }
        catch (XmlException e)
        {
            throw new EvidenceFormatException(
                ReasonCode.RimXml, $"{place} line {e.LineNumber}, column {e.LinePosition}", "not well-formed XML within the limits", e);
        }
        catch (ArgumentException e)
        {
            throw new EvidenceFormatException(ReasonCode.RimXml, place, "not UTF-8", e);
        }
    }

    // On entry at a start tag, on exit at its end. Depth is bounded, so recursion is.
    private static XmlElement Element(XmlReader reader, ref int count, string place)
    {
        if (reader.Depth >= MaxDepth || ++count > MaxElements || reader.AttributeCount > MaxAttributes)
        {
            throw Bad(place, reader, $"more than {MaxDepth} levels, {MaxElements} elements or {MaxAttributes} attributes");
        }

        var (prefix, name, uri, isEmpty) = (reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.IsEmptyElement);
        var declarations = new List<(string, string)>();
        var attributes = new List<XmlAttribute>();
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI == DeclarationNamespace)
            {
                declarations.Add((reader.Prefix.Length == 0 ? "" : reader.LocalName, reader.Value));
            }
            else if (reader.NamespaceURI == XmlNamespace)
            {
                throw Bad(place, reader, $"attribute {reader.Name} does not occur in a manifest");
            }
            else
            {
                attributes.Add(new XmlAttribute(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value));
            }
        }

        reader.MoveToElement();
        var children = new List<XmlContent>();
        while (!isEmpty && reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            children.Add(reader.NodeType switch
            {
                XmlNodeType.Element => new XmlContent(Element(reader, ref count, place), null),
                XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace => new XmlContent(null, reader.Value),
                _ => throw Bad(place, reader, $"{reader.NodeType} does not occur in a manifest"),
            });
        }

        return new XmlElement(prefix, name, uri, declarations, attributes, children);
    }

    private static EvidenceFormatException Bad(string place, XmlReader reader, string message)
    {
        var line = reader as IXmlLineInfo;
        return Bad($"{place} line {line?.LineNumber}, column {line?.LinePosition}", message);
    }

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.RimXml, place, message);
}
