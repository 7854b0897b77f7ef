using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;
using Conformance.Vectors;

namespace Conformance.Evidence.Composite;

/// <summary>The roots that are believed. No part of them comes from evidence.</summary>
public sealed record NodeAnchors(SnpAnchors Snp, TdxTrust Tdx, Anchors Nvidia)
{
    public const string Format = "conformance-anchors/1";

    public static NodeAnchors Vendors { get; } = new(SnpAnchors.Amd, TdxTrust.Intel, Anchors.Vendor);

    /// <summary>Reads roots that are to be believed instead of the vendors'. A kind that the file does not name has none.</summary>
    /// <exception cref="VectorFormatException">Not such a file.</exception>
    public static NodeAnchors Read(ReadOnlyMemory<byte> json, string name) => VectorJson.Read(json, name, fields =>
    {
        var format = fields.Text("format");
        if (format != Format)
        {
            throw fields.Bad($"'format' must be '{Format}', not '{format}'");
        }

        var lines = fields.Has("snp") ? fields.Object("snp") : null;
        var named = Enum.GetValues<ProductLine>().Where(l => lines?.Has(l.ToString()) == true);
        var snp = named.ToDictionary(l => l, l => lines!.Digest(l.ToString()));
        lines?.End();
        var anchors = new NodeAnchors(
            new SnpAnchors(snp),
            new TdxTrust([.. fields.Has("tdx") ? fields.Texts("tdx").Select(t => fields.CheckDigest(t, "tdx")) : []]),
            new Anchors(
                fields.Has("nvidiaDevice") ? fields.Digest("nvidiaDevice") : "",
                fields.Has("nvidiaRim") ? fields.Digest("nvidiaRim") : ""));
        fields.End();
        return anchors;
    });
}
