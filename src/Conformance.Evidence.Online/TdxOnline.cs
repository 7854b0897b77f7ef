using System.Buffers;
using System.Text;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Online;

//  Intel PCS API v4, also served by caching services:
//    /tdx/certification/v4/tcb?fmspc=..&update=..       header TCB-Info-Issuer-Chain
//    /tdx/certification/v4/qe/identity?update=..        header SGX-Enclave-Identity-Issuer-Chain
//    /sgx/certification/v4/pckcrl?ca=..&encoding=der    DER; caching services may answer in hex
//  The root's list: Intel's own address, or /sgx/certification/v4/rootcacrl of a caching service.

/// <summary>Completes a TDX quote with what Intel publishes about its platform.</summary>
public static class TdxOnline
{
    private const int MaxSigned = 512 * 1024;
    private const string Tdx = "tdx/certification/v4";
    private const string Sgx = "sgx/certification/v4";

    private static readonly string[] JsonTypes = ["application/json"];
    private static readonly string[] CrlTypes = ["application/pkix-crl", "application/x-pem-file", "text/plain"];
    private static readonly string[] TcbHeaders = ["TCB-Info-Issuer-Chain", "SGX-TCB-Info-Issuer-Chain"];
    private static readonly string[] IdentityHeaders = ["SGX-Enclave-Identity-Issuer-Chain"];

    /// <summary>Collateral for the quote; what the given collateral has already is not fetched.</summary>
    public static async Task<TdxCollateral> CompleteAsync(
        this OnlineSession session, ReadOnlyMemory<byte> quote, TdxCollateral given, CancellationToken stop = default)
    {
        session.Begin();
        if (Platform(quote, given) is not var (fmspc, ca))
        {
            session.Note(InputSource.Failed("tcb_info", null, "the quote has no PCK certificate that names a platform"));
            return given;
        }

        var service = SnpOnline.Base(session.Options.ProvisioningService);
        var update = session.Options.IsEarly ? "early" : "standard";
        var collateral = given;
        if (!IsGiven(session, "tcb_info", given.TcbInfo)
            && await SignedAsync(session, "tcb_info", "tcbInfo", $"{service}/{Tdx}/tcb?fmspc={fmspc}&update={update}", TcbHeaders, stop)
                is var (text, signature, chain))
        {
            collateral = collateral with { TcbInfo = text, TcbInfoSignature = signature, TcbInfoIssuerChain = chain };
        }

        if (!IsGiven(session, "qe_identity", given.QeIdentity)
            && await SignedAsync(
                session, "qe_identity", "enclaveIdentity", $"{service}/{Tdx}/qe/identity?update={update}", IdentityHeaders, stop)
                is var (identity, mark, signers))
        {
            collateral = collateral with { QeIdentity = identity, QeIdentitySignature = mark, QeIdentityIssuerChain = signers };
        }

        if (!IsGiven(session, "pck_crl", given.PckCrl))
        {
            var address = new Uri($"{service}/{Sgx}/pckcrl?ca={ca}&encoding=der");
            collateral = collateral with { PckCrl = await CrlAsync(session, "pck_crl", address, stop) };
        }

        if (!IsGiven(session, "root_ca_crl", given.RootCrl))
        {
            var address = session.Options.ProvisioningService == OnlineOptions.IntelService
                ? OnlineOptions.IntelRootCrl
                : new Uri($"{service}/{Sgx}/rootcacrl");
            collateral = collateral with { RootCrl = await CrlAsync(session, "root_ca_crl", address, stop) };
        }

        return collateral;
    }

    private static bool IsGiven(OnlineSession session, string input, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not null)
        {
            session.Note(InputSource.Given(input));
        }

        return bytes is not null;
    }

    private static async Task<(byte[] Text, byte[] Signature, byte[] Chain)?> SignedAsync(
        OnlineSession session, string input, string member, string address, string[] headers, CancellationToken stop)
    {
        var resource = new Resource(input, new Uri(address), MaxSigned, JsonTypes, headers, f =>
        {
            SignedBody.Split(f.Body, member);
            Issuers(f, headers[0]);
        });
        if (await session.GetAsync(resource, stop) is not { } fetched)
        {
            return null;
        }

        var (text, signature) = SignedBody.Split(fetched.Body, member);
        return (text, signature, Issuers(fetched, headers[0]));
    }

    private static byte[] Issuers(Fetched fetched, string header)
    {
        var chain = Encoding.UTF8.GetBytes(fetched.Chain ?? "");
        if (!Pem.IsPem(chain))
        {
            throw new EvidenceFormatException(ReasonCode.TdxCollateralMalformed, header, "expected URL-encoded PEM, found another text");
        }

        CertificateReader.ReadAll(chain, header);
        return chain;
    }

    private static async Task<ReadOnlyMemory<byte>?> CrlAsync(OnlineSession session, string input, Uri address, CancellationToken stop)
    {
        var resource = new Resource(input, address, RevocationList.MaxSize, CrlTypes, [], f => RevocationList.Read(Binary(f.Body), input));
        return await session.GetAsync(resource, stop) is { } fetched ? (ReadOnlyMemory<byte>?)Binary(fetched.Body) : null;
    }

    /// <summary>Hex where it is hex, else as it is.</summary>
    private static byte[] Binary(byte[] body)
    {
        var text = body.AsSpan().Trim(" \t\r\n\""u8);
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : body;
    }

    private static (string Fmspc, string Ca)? Platform(ReadOnlyMemory<byte> bytes, TdxCollateral given)
    {
        const int PckChainType = 5;
        try
        {
            if (!TdxQuote.TryParse(QuoteContainer.Unwrap(bytes), out var quote, out _)
                || (quote.CertificationType == PckChainType ? quote.CertificationData : given.PckChain) is not { } chain)
            {
                return null;
            }

            var leaf = IntelChain.LeafFirst(CertificateReader.ReadAll(chain, "PCK chain"))[0];
            var ca = leaf.Issuer.CommonName == IntelChain.ProcessorCa ? "processor" : "platform";
            return (Convert.ToHexStringLower(PckExtensions.Read(leaf).Fmspc), ca);
        }
        catch (EvidenceFormatException)
        {
            // The verifier says what is wrong with it.
            return null;
        }
    }
}
