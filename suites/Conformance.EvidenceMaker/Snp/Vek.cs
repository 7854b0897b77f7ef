using System.Text;
using Conformance.Evidence.Snp;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>AMD's extensions of a VEK, to be changed before it is made.</summary>
internal sealed class Vek
{
    public SortedDictionary<string, byte[]> Extensions { get; } = new(StringComparer.Ordinal);

    public static Vek Of(ProductLine line, bool isVlek, TcbVersion tcb, byte[] hwId)
    {
        var vek = new Vek();
        var isTurin = line == ProductLine.Turin;
        vek.Extensions["1"] = Integer(isTurin ? (byte)1 : (byte)0);
        vek.Product(line == ProductLine.Milan && !isVlek ? "Milan-B0" : line.ToString());
        vek.Extensions["3.1"] = Integer(tcb.BootLoader);
        vek.Extensions["3.2"] = Integer(tcb.Tee);
        vek.Extensions["3.3"] = Integer(tcb.Snp);
        foreach (var reserved in isTurin ? new[] { "3.5", "3.6", "3.7" } : ["3.4", "3.5", "3.6", "3.7"])
        {
            vek.Extensions[reserved] = Integer(0);
        }

        vek.Extensions["3.8"] = Integer(tcb.Microcode);
        if (isTurin)
        {
            vek.Extensions["3.9"] = Integer(tcb.Fmc);
        }

        if (isVlek)
        {
            vek.Extensions["5"] = Text("CN=synthetic.example");
        }
        else
        {
            vek.Extensions["4"] = hwId;
        }

        return vek;
    }

    public void Product(string name) => Extensions["2"] = Text(name);

    public static byte[] Integer(byte value) => value < 0x80 ? [2, 1, value] : [2, 2, 0, value];

    public static byte[] Text(string text) => [0x16, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
