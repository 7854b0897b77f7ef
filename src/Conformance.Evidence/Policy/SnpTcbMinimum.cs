using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>The least value of each component of a TCB; a component that is left out may have any value.</summary>
public sealed record SnpTcbMinimum(byte BootLoader, byte Tee, byte Snp, byte Microcode, byte Fmc)
{
    public static SnpTcbMinimum? Read(JsonFields fields, string name)
    {
        if (!fields.Has(name))
        {
            return null;
        }

        var parts = fields.Object(name);
        var minimum = new SnpTcbMinimum(Part("bl"), Part("tee"), Part("snp"), Part("ucode"), Part("fmc"));
        parts.End();
        return minimum;

        byte Part(string component) => (byte)(parts.Number(component, byte.MaxValue) ?? 0);
    }
}
