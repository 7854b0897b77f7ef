namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>An element as canonicalisation needs it: prefixes and declarations kept, entities resolved. Immutable.</summary>
/// <param name="Declarations">Namespace declarations that stand on this element: prefix ("" for the default) and URI.</param>
/// <param name="Children">Elements and texts in document order.</param>
internal sealed record XmlElement(
    string Prefix,
    string Name,
    string Namespace,
    IReadOnlyList<(string Prefix, string Uri)> Declarations,
    IReadOnlyList<XmlAttribute> Attributes,
    IReadOnlyList<XmlContent> Children)
{
    public IEnumerable<XmlElement> Elements => Children.Select(c => c.Element).OfType<XmlElement>();

    /// <summary>All texts directly inside, joined.</summary>
    public string Text => string.Concat(Children.Select(c => c.Text));

    /// <summary>The attribute without a namespace.</summary>
    public string? Attribute(string name) => Attribute(name, "");

    public string? Attribute(string name, string uri) => Attributes.FirstOrDefault(a => a.Name == name && a.Namespace == uri)?.Value;
}

internal sealed record XmlAttribute(string Prefix, string Name, string Namespace, string Value);

/// <summary>An element or a text; exactly one of them.</summary>
internal readonly record struct XmlContent(XmlElement? Element, string? Text);
