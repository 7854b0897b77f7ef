namespace Conformance.Evidence.Snp;

/// <summary>Families of chips that share a root key. Bergamo and Siena chips are endorsed by the Genoa keys.</summary>
public enum ProductLine
{
    Milan,
    Genoa,
    Turin,
}

/// <summary>How a product line shows itself.</summary>
public static class ProductLines
{
    /// <summary>By combined family and model of CPUID leaf 1; null for lines without a published root.</summary>
    public static ProductLine? OfCpuid(byte family, byte model) => (family, model) switch
    {
        (0x19, <= 0x0F) => ProductLine.Milan,
        (0x19, (>= 0x10 and <= 0x1F) or (>= 0xA0 and <= 0xAF)) => ProductLine.Genoa,
        (0x1A, <= 0x11) => ProductLine.Turin,
        _ => null,
    };

    /// <summary>By the product name of a VEK certificate, and the stepping where it states one: "Milan-B0", "Genoa".</summary>
    public static (ProductLine Line, int? Stepping)? OfProductName(string name)
    {
        var parts = name.Split('-');
        ProductLine? line = parts[0] switch
        {
            "Milan" => ProductLine.Milan,
            "Genoa" => ProductLine.Genoa,
            "Turin" => ProductLine.Turin,
            _ => null,
        };
        return (line, parts) switch
        {
            (null, _) => null,
            (_, [_]) => (line.Value, null),
            (_, [_, "B0"]) => (line.Value, 0),
            (_, [_, "B1"]) => (line.Value, 1),
            (ProductLine.Genoa, [_, "B2"]) => (line.Value, 2),
            _ => null,
        };
    }

    public static TcbLayout LayoutOf(ProductLine line) => line == ProductLine.Turin ? TcbLayout.Turin : TcbLayout.MilanGenoa;
}
