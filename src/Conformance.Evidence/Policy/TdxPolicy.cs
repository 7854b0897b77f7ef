using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>The part of a policy that is about TDX quotes.</summary>
public sealed record TdxPolicy
{
    public static TdxPolicy Read(JsonFields fields)
    {
        fields.End();
        return new TdxPolicy();
    }
}
