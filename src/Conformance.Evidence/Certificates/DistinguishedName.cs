namespace Conformance.Evidence.Certificates;

/// <summary>A name: the exact bytes for comparing, the parts for reading.</summary>
/// <param name="Der">Names are the same where these bytes are.</param>
/// <param name="Parts">Object identifier and text of every attribute, in the order of the certificate.</param>
public sealed record DistinguishedName(ReadOnlyMemory<byte> Der, IReadOnlyList<(string Oid, string Value)> Parts)
{
    public const string CommonNameOid = "2.5.4.3";
    public const string CountryOid = "2.5.4.6";
    public const string LocalityOid = "2.5.4.7";
    public const string StateOid = "2.5.4.8";
    public const string OrganisationOid = "2.5.4.10";
    public const string UnitOid = "2.5.4.11";

    /// <summary>The one common name; null where there is none or more than one.</summary>
    public string? CommonName => Only(CommonNameOid);

    /// <summary>The value of an attribute that stands exactly once.</summary>
    public string? Only(string oid)
    {
        string? found = null;
        foreach (var (partOid, value) in Parts)
        {
            if (partOid == oid)
            {
                if (found is not null)
                {
                    return null;
                }

                found = value;
            }
        }

        return found;
    }

    public bool Equals(DistinguishedName? other) => other is not null && Der.Span.SequenceEqual(other.Der.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Der.Span);
        return hash.ToHashCode();
    }

    /// <summary>RFC 4514: the last attribute first.</summary>
    public override string ToString() => string.Join(',', Parts.Reverse().Select(p => $"{ShortName(p.Oid)}={p.Value}"));

    private static string ShortName(string oid) => oid switch
    {
        CommonNameOid => "CN",
        CountryOid => "C",
        LocalityOid => "L",
        StateOid => "ST",
        OrganisationOid => "O",
        UnitOid => "OU",
        _ => oid,
    };
}
