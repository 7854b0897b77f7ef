using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia.Results;

/// <summary>
/// The vendor's claims of version 3 about one device, from our findings. A claim is true where the check was made and holds, and false
/// where it was not made. Two are more careful than the vendor's: a firmware id that was not compared is null, not true, and so is the
/// state of a device whose measurements were not all matched. What is ours alone is named 'x-conformance-…'.
/// </summary>
internal static class DeviceClaims
{
    public static JsonObject Of(DeviceVerdict device)
    {
        var (verdict, context) = (device.Verdict, device.Context);
        var report = context.Report.Value;
        var isSwitch = report?.IsSwitch == true;
        var prefix = isSwitch ? "x-nvidia-switch" : "x-nvidia-gpu";
        var measures = Measured(verdict, isSwitch);
        var claims = new JsonObject
        {
            ["eat_nonce"] = ResultIssue.Nonce(device),
            ["ueid"] = context.Identity,
            ["hwmodel"] = context.Chain.Value is [_, var second, ..] ? second.Subject.CommonName : null,
            ["oemid"] = (context.Rim(RimRole.Driver).Rim ?? context.Rim(RimRole.Vbios).Rim)?.Meta.ManufacturerId,
            ["measres"] = measures,
            ["secboot"] = measures == "success" ? true : null,
            ["dbgstat"] = measures == "success" ? "disabled" : null,
            ["x-nvidia-device-type"] = isSwitch ? "nvswitch" : "gpu",
            ["x-nvidia-attestation-warning"] = null,
            [$"{prefix}-arch-check"] = Holds("device.architecture"),
            [$"{prefix}-attestation-report-parsed"] = Holds("report.format"),
            [$"{prefix}-attestation-report-nonce-match"] = report is not null
                && (context.Request.Challenge ?? context.Request.Device.DeclaredNonce) is { } nonce
                    && nonce.Span.SequenceEqual(report.RequesterNonce.Span),
            [$"{prefix}-attestation-report-signature-verified"] = Holds("report.signature"),
            [$"{prefix}-attestation-report-cert-chain"] = Chain(context, context.Chain.Value, 1, verdict, "chain"),
            [$"{prefix}-attestation-report-cert-chain-fwid-match"] = verdict["nvidia.device.fwid"].Status == CheckStatus.NotApplicable
                ? null
                : Holds("device.fwid"),
        };
        if (isSwitch)
        {
            claims[$"{prefix}-bios-version"] = report!.Opaque.VbiosVersion;
            AddRim(claims, context, RimRole.Vbios, verdict, $"{prefix}-bios-rim");
        }
        else
        {
            claims[$"{prefix}-driver-version"] = report?.Opaque.DriverVersion;
            claims[$"{prefix}-vbios-version"] = report?.Opaque.VbiosVersion;
            claims[$"{prefix}-vbios-index-no-conflict"] = Holds("rims.conflict");
            AddRim(claims, context, RimRole.Driver, verdict, $"{prefix}-driver-rim");
            AddRim(claims, context, RimRole.Vbios, verdict, $"{prefix}-vbios-rim");
        }

        claims["x-conformance-verdict"] = verdict.Accepted ? "accept" : "reject";
        claims["x-conformance-reason"] = verdict.Reason;
        claims["x-conformance-recorded"] = context.Request.IsRecorded;
        return claims;

        bool Holds(string id) => verdict[$"nvidia.{id}"].Status == CheckStatus.Pass;
    }

    /// <summary>
    /// 'success' where every manifest that the device needs vouches for it and is itself vouched for; 'fail' where one does not; else
    /// 'not-run'.
    /// </summary>
    public static string Measured(EvidenceVerdict verdict, bool isSwitch)
    {
        var names = isSwitch ? (string[])["vbios-rim"] : ["driver-rim", "vbios-rim"];
        var statuses =
            names.SelectMany(n =>
                (string[])[
                    $"nvidia.{n}.digest", $"nvidia.{n}.signature", $"nvidia.{n}.chain", $"nvidia.{n}.edition", $"nvidia.{n}.version",
                    $"nvidia.{n}.measurements"])
            .Append("nvidia.rims.conflict").Select(id => verdict[id].Status).ToList();
        return statuses.Contains(CheckStatus.Fail) ? "fail"
            : names.All(n => verdict[$"nvidia.{n}.measurements"].Status == CheckStatus.Pass) ? "success"
            : "not-run";
    }

    private static void AddRim(JsonObject claims, NvidiaContext context, RimRole role, EvidenceVerdict verdict, string prefix)
    {
        var rim = context.Rim(role).Rim;
        var name = $"nvidia.{RimChecks.Name(role)}";

        // Our reader asks for more than the schema does.
        claims[$"{prefix}-schema-validated"] = rim is not null;
        claims[$"{prefix}-fetched"] = rim is not null;
        claims[$"{prefix}-signature-verified"] = Holds("digest") && Holds("signature") && Holds("chain");
        claims[$"{prefix}-version-match"] = Holds("version");
        claims[$"{prefix}-measurements-available"] = rim?.Active.Any() == true;
        claims[$"{prefix}-cert-chain"] = Chain(context, rim?.Chain, 0, verdict, RimChecks.Name(role));

        bool Holds(string check) => verdict[$"{name}.{check}"].Status == CheckStatus.Pass;
    }

    private static JsonObject Chain(
        NvidiaContext context, IReadOnlyList<Certificate>? chain, int first, EvidenceVerdict verdict, string name)
    {
        var (word, reason) = chain is null
            ? (null, null)
            : OcspChecks.Word(context, chain, first, verdict[$"nvidia.{name}.revocation"].Status);
        var structure = name == "chain"
            ? Worst(verdict, "nvidia.chain.root", "nvidia.chain.links")
            : Worst(verdict, $"nvidia.{name}.chain");
        return new JsonObject
        {
            ["x-nvidia-cert-expiration-date"] = chain is null ? null : Certificates.Chain.Utc(chain.Min(c => c.NotAfter)),
            ["x-nvidia-cert-status"] = structure != CheckStatus.Pass ? "invalid"
                : word is "revoked" ? "revoked"
                : verdict[$"nvidia.{name}.validity"] is { Status: CheckStatus.Fail } bad
                    ? bad.Reason == ReasonCode.CertificateExpired
                    ? "expired"
                    : "invalid"
                : "valid",
            ["x-nvidia-cert-ocsp-status"] = word,
            ["x-nvidia-cert-revocation-reason"] = reason,
        };
    }

    private static CheckStatus Worst(EvidenceVerdict verdict, params string[] ids) =>
        ids.All(id => verdict[id].Status == CheckStatus.Pass) ? CheckStatus.Pass : CheckStatus.Fail;
}
