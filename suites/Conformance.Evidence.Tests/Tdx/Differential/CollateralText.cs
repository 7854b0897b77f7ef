using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Differential;

/// <summary>Collateral as the JSON that it travels in. A part that is missing is an empty string, as other programs write it.</summary>
internal static class CollateralText
{
    public static JsonObject Of(TdxCollateral collateral)
    {
        var json = new JsonObject
        {
            ["pck_crl_issuer_chain"] = Text(collateral.PckCrlIssuerChain),
            ["root_ca_crl"] = Hex(collateral.RootCrl),
            ["pck_crl"] = Hex(collateral.PckCrl),
            ["tcb_info_issuer_chain"] = Text(collateral.TcbInfoIssuerChain),
            ["tcb_info"] = Text(collateral.TcbInfo),
            ["tcb_info_signature"] = Hex(collateral.TcbInfoSignature),
            ["qe_identity_issuer_chain"] = Text(collateral.QeIdentityIssuerChain),
            ["qe_identity"] = Text(collateral.QeIdentity),
            ["qe_identity_signature"] = Hex(collateral.QeIdentitySignature),
        };
        if (collateral.PckChain is not null)
        {
            json["pck_certificate_chain"] = Text(collateral.PckChain);
        }

        return json;
    }

    private static string Text(ReadOnlyMemory<byte>? bytes) => Encoding.UTF8.GetString(bytes.GetValueOrDefault().Span);

    private static string Hex(ReadOnlyMemory<byte>? bytes) => Convert.ToHexStringLower(bytes.GetValueOrDefault().Span);
}
