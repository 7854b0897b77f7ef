using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Snp;

/// <summary>What a report and its VEK say, as JSON. Member names are those of the corpus.</summary>
internal static class SnpFacts
{
    public static JsonObject Of(SnpContext context)
    {
        var facts = new JsonObject();
        if (context.Report.Value is not { } report)
        {
            return facts;
        }

        facts["container"] = context.Container.Value?.Form;
        facts["reportVersion"] = report.Version;
        facts["productLine"] = context.Line?.ToString();
        facts["guestSvn"] = report.GuestSvn;
        facts["policy"] = $"0x{report.Policy.Value:x}";
        facts["debugAllowed"] = report.Policy.AllowsDebug;
        facts["familyId"] = Convert.ToHexStringLower(report.FamilyId);
        facts["imageId"] = Convert.ToHexStringLower(report.ImageId);
        facts["vmpl"] = report.Vmpl;
        facts["platformInfo"] = $"0x{report.PlatformInfo.Value:x}";
        facts["signingKey"] = report.KeyInfo.SignerName;
        facts["authorKeyEn"] = report.KeyInfo.AuthorKeyEnabled;
        facts["maskChipKey"] = report.KeyInfo.MaskChipKey;
        facts["reportData"] = Convert.ToHexStringLower(report.ReportData);
        facts["measurement"] = Convert.ToHexStringLower(report.Measurement);
        facts["hostData"] = Convert.ToHexStringLower(report.HostData);
        facts["idKeyDigest"] = Convert.ToHexStringLower(report.IdKeyDigest);
        facts["authorKeyDigest"] = Convert.ToHexStringLower(report.AuthorKeyDigest);
        facts["reportId"] = Convert.ToHexStringLower(report.ReportId);
        facts["reportIdMa"] = Convert.ToHexStringLower(report.ReportIdMa);
        facts["chipId"] = Convert.ToHexStringLower(report.ChipId);
        facts["cpuid"] = report.HasCpuid ? new JsonArray(report.CpuidFamily, report.CpuidModel, report.CpuidStepping) : null;
        if (context.Layout is { } layout)
        {
            facts["tcb"] = new JsonObject
            {
                ["current"] = Tcb(report.CurrentTcb, layout),
                ["reported"] = Tcb(report.ReportedTcb, layout),
                ["committed"] = Tcb(report.CommittedTcb, layout),
                ["launch"] = Tcb(report.LaunchTcb, layout),
            };
        }

        facts["firmware"] = new JsonObject { ["current"] = report.Current.ToString(), ["committed"] = report.Committed.ToString() };
        facts["committedEqualsCurrent"] = report.CommittedTcb.SequenceEqual(report.CurrentTcb);
        facts["reportedEqualsCurrent"] = report.ReportedTcb.SequenceEqual(report.CurrentTcb);
        if (report.HasMitigationVectors)
        {
            facts["mitigations"] = new JsonObject
            {
                ["launch"] = $"0x{report.LaunchMitigations:x}", ["current"] = $"0x{report.CurrentMitigations:x}",
            };
        }

        if (context.IdBlock.Value is { } block)
        {
            facts["idBlock"] = new JsonObject
            {
                ["idKeyDigest"] = Convert.ToHexStringLower(block.Key.Digest),
                ["authorKeyDigest"] = block.AuthorKey is { } author ? Convert.ToHexStringLower(author.Digest) : null,
            };
        }

        facts["mustBeZeroViolations"] = new JsonArray([.. SnpReserved.Violations(report).Select(v => JsonValue.Create(v))]);
        if (context.Vek.Value is { } vek)
        {
            facts["vek"] = new JsonObject
            {
                ["subject"] = vek.Subject.ToString(),
                ["notBefore"] = Chain.Utc(vek.NotBefore),
                ["notAfter"] = Chain.Utc(vek.NotAfter),
                ["productName"] = context.Extensions.Value?.ProductName,
                ["hwId"] = context.Extensions.Value?.HwId is { } hwId ? Convert.ToHexStringLower(hwId) : null,
                ["cspId"] = context.Extensions.Value?.CspId,
            };
        }

        return facts;
    }

    private static JsonObject Tcb(ReadOnlySpan<byte> bytes, TcbLayout layout)
    {
        var tcb = TcbVersion.Decode(bytes, layout);
        var json = new JsonObject();
        if (layout == TcbLayout.Turin)
        {
            json["fmc"] = tcb.Fmc;
        }

        json["bl"] = tcb.BootLoader;
        json["tee"] = tcb.Tee;
        json["snp"] = tcb.Snp;
        json["ucode"] = tcb.Microcode;
        return json;
    }
}
