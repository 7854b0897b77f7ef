using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Vectors;

namespace Conformance.Evidence.Tdx;

/// <summary>
/// What Intel publishes about a platform, as it came: exact bytes, nothing parsed or believed. A part that is absent or an empty string
/// in the file is null, and whatever needs it is not checked.
/// </summary>
public sealed record TdxCollateral
{
    public static TdxCollateral None { get; } = new();

    /// <summary>UTF-8 of the object that is signed, not of the wrapper around it.</summary>
    public ReadOnlyMemory<byte>? TcbInfo { get; init; }

    /// <summary>r|s.</summary>
    public ReadOnlyMemory<byte>? TcbInfoSignature { get; init; }

    /// <summary>PEM or DER, signer first.</summary>
    public ReadOnlyMemory<byte>? TcbInfoIssuerChain { get; init; }

    public ReadOnlyMemory<byte>? QeIdentity { get; init; }

    public ReadOnlyMemory<byte>? QeIdentitySignature { get; init; }

    public ReadOnlyMemory<byte>? QeIdentityIssuerChain { get; init; }

    /// <summary>DER of the list by Intel's root.</summary>
    public ReadOnlyMemory<byte>? RootCrl { get; init; }

    /// <summary>DER of the list by the CA that issued the PCK leaf.</summary>
    public ReadOnlyMemory<byte>? PckCrl { get; init; }

    /// <summary>
    /// Issuer of <see cref="PckCrl"/> and the root. Not used: the list is judged under the quote's own CA, whatever stands here.
    /// </summary>
    public ReadOnlyMemory<byte>? PckCrlIssuerChain { get; init; }

    /// <summary>PCK chain for quotes that carry none.</summary>
    public ReadOnlyMemory<byte>? PckChain { get; init; }

    /// <summary>Why the file with the collateral could not be read; then there is nothing else here.</summary>
    public EvidenceFormatException? Problem { get; private init; }

    /// <summary>
    /// Like <see cref="Read"/>, but a file that is none is collateral with a <see cref="Problem"/>: the verdict names it.
    /// </summary>
    public static TdxCollateral Open(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return Read(utf8);
        }
        catch (EvidenceFormatException e)
        {
            return new TdxCollateral { Problem = e };
        }
    }

    /// <summary>
    /// Reads the JSON that collateral travels in: texts as strings, signatures and revocation lists in hex, chains in PEM.
    /// </summary>
    /// <exception cref="EvidenceFormatException">Not such a file: the message names the member.</exception>
    public static TdxCollateral Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > TdxLimits.CollateralBytes)
        {
            throw new EvidenceFormatException(
                ReasonCode.TdxCollateralMalformed, "collateral", $"expected at most {TdxLimits.CollateralBytes} bytes, found {utf8.Length}");
        }

        return SignedJson.Read(utf8, "collateral", ReasonCode.TdxCollateralMalformed, fields =>
        {
            var collateral = new TdxCollateral
            {
                TcbInfo = Text(fields, "tcb_info"),
                TcbInfoSignature = Hex(fields, "tcb_info_signature"),
                TcbInfoIssuerChain = Text(fields, "tcb_info_issuer_chain"),
                QeIdentity = Text(fields, "qe_identity"),
                QeIdentitySignature = Hex(fields, "qe_identity_signature"),
                QeIdentityIssuerChain = Text(fields, "qe_identity_issuer_chain"),
                RootCrl = Hex(fields, "root_ca_crl"),
                PckCrl = Hex(fields, "pck_crl"),
                PckCrlIssuerChain = Text(fields, "pck_crl_issuer_chain"),
                PckChain = Text(fields, "pck_certificate_chain"),
            };
            fields.End();
            return collateral;
        });
    }

    private static ReadOnlyMemory<byte>? Text(JsonFields fields, string name) =>
        fields.OptionalText(name) is { Length: > 0 } text ? (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(text) : null;

    private static ReadOnlyMemory<byte>? Hex(JsonFields fields, string name)
    {
        if (fields.OptionalText(name) is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw fields.Bad($"'{name}' must be hex");
        }
    }
}
