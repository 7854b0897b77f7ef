using System.Text;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;
using Conformance.EvidenceMaker.Certificates;
using Conformance.EvidenceMaker.Keys;
using Conformance.EvidenceMaker.Snp;

namespace Conformance.Evidence.Online.Tests;

/// <summary>What vendors' servers answer, out of synthetic evidence or stored collateral.</summary>
internal static class FakeWorld
{
    public const string CertificateType = "application/pkix-cert";
    public const string PemType = "application/x-pem-file";
    public const string CrlType = "application/pkix-crl";

    /// <summary>AMD's server for one scenario: certificate, chain and list.</summary>
    public static Func<string, Reply> KeyServer(SnpScenario scenario) => target =>
        target.EndsWith("/cert_chain", StringComparison.Ordinal)
            ? new Reply(200, Pem(scenario.IntermediateSpec.Make("intermediate"), scenario.RootSpec.Make("root")), PemType)
        : target.EndsWith("/crl", StringComparison.Ordinal) ? new Reply(200, Crl(scenario), CrlType)
        : target.StartsWith($"/vcek/v1/{scenario.Line}/", StringComparison.Ordinal) ? new Reply(200, Vek(scenario), CertificateType)
        : new Reply(404, "unknown"u8.ToArray(), "text/plain");

    public static byte[] Vek(SnpScenario scenario) =>
        (scenario.VekSpec with { Amd = [.. scenario.Vek.Extensions.Select(e => (e.Key, e.Value))] }).Make("vek");

    public static byte[] Crl(SnpScenario scenario) =>
        new CrlSpec { IssuerName = $"ARK-{scenario.Line}", IssuerKey = SyntheticKeys.Rsa("ark").Private }.Make("crl");

    public static SnpAnchors Anchors(SnpScenario scenario)
    {
        var root = Certificates.CertificateReader.Read(scenario.RootSpec.Make("root"), "root");
        return new SnpAnchors(Enum.GetValues<ProductLine>().ToDictionary(l => l, _ => root.KeyFingerprint));
    }

    public static byte[] Pem(params byte[][] certificates) => Evidence.TdxVectors.Scenario.Pem(certificates);

    /// <summary>Intel's service for stored collateral.</summary>
    public static Func<string, Reply> ProvisioningService(TdxCollateral collateral) => target =>
        target.StartsWith("/tdx/certification/v4/tcb?", StringComparison.Ordinal)
            ? Signed(
                "tcbInfo", collateral.TcbInfo!.Value, collateral.TcbInfoSignature!.Value, "TCB-Info-Issuer-Chain",
                collateral.TcbInfoIssuerChain!.Value)
        : target.StartsWith("/tdx/certification/v4/qe/identity", StringComparison.Ordinal)
            ? Signed(
                "enclaveIdentity", collateral.QeIdentity!.Value, collateral.QeIdentitySignature!.Value, "SGX-Enclave-Identity-Issuer-Chain",
                collateral.QeIdentityIssuerChain!.Value)
        : target.StartsWith("/sgx/certification/v4/pckcrl?", StringComparison.Ordinal)
            ? new Reply(200, collateral.PckCrl!.Value.ToArray(), CrlType)

        // Caching services answer in hex.
        : target == "/sgx/certification/v4/rootcacrl"
            ? new Reply(200, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(collateral.RootCrl!.Value.Span)), "text/plain")
        : new Reply(404, []);

    private static Reply Signed(string member, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> signature, string header, ReadOnlyMemory<byte> chain) => new(
        200,
        [
            .. Encoding.ASCII.GetBytes($"{{\"{member}\":"), .. text.Span,
            .. Encoding.ASCII.GetBytes($",\"signature\":\"{Convert.ToHexStringLower(signature.Span)}\"}}")],
        "application/json", (header, Uri.EscapeDataString(Encoding.ASCII.GetString(chain.Span))));
}
