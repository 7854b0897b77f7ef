using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Evidence.Composite;

/// <summary>
/// The GPUs that the guest sees on its PCI bus, by address. One device has two spellings: sysfs writes a domain of 4 digits, the vendor's
/// tools one of 8; both are the same address here.
/// </summary>
public sealed class PciInventory
{
    /// <summary>No machine has more.</summary>
    public const int MaxCount = 64;

    private PciInventory(IReadOnlyList<string> addresses) => Addresses = addresses;

    /// <summary>Normalised (dddddddd:bb:dd.f, lower case), in the order of the input; one can stand twice.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>The first address that stands twice; null where none does.</summary>
    public string? Repeated => Addresses.GroupBy(a => a, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;

    /// <summary>SHA-384 over the sorted addresses, each followed by a line feed.</summary>
    public byte[] Digest() => SHA384.HashData(
        Encoding.ASCII.GetBytes(string.Concat(Addresses.Order(StringComparer.Ordinal).Select(a => a + "\n"))));

    /// <summary>Null where one of the texts is no address; then <paramref name="fault"/> is that text.</summary>
    public static PciInventory? Of(IEnumerable<string> texts, out string? fault)
    {
        var addresses = new List<string>();
        foreach (var text in texts)
        {
            if (Normal(text) is not { } address)
            {
                fault = text;
                return null;
            }

            addresses.Add(address);
        }

        fault = null;
        return new PciInventory(addresses);
    }

    /// <summary>dddddddd:bb:dd.f from a domain of 4 or 8 hex digits; null for anything else.</summary>
    public static string? Normal(string text)
    {
        var parts = text.Split(':', '.');
        return parts is [var domain, { Length: 2 } bus, { Length: 2 } device, { Length: 1 } function]
            && domain.Length is 4 or 8 && text == $"{domain}:{bus}:{device}.{function}"
            && Hex(domain) is { } d && Hex(bus) is { } b && Hex(device) is <= 0x1F and { } v && Hex(function) is <= 7 and { } f
                ? string.Create(CultureInfo.InvariantCulture, $"{d:x8}:{b:x2}:{v:x2}.{f:x1}")
                : null;
    }

    private static uint? Hex(string text) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
