using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tdx;

/// <summary>
/// What a quote says and what was made of it, in the words of the corpus. Nothing here is true unless the verdict is authentic.
/// </summary>
internal static class TdxFacts
{
    public static JsonObject Of(TdxContext context)
    {
        if (context.Quote is not { } quote)
        {
            return Unreadable(context.Bytes.Span);
        }

        var facts = Quote(quote);
        AddBody(facts, quote.Body);
        AddEnclave(facts, quote.QeReport);
        AddPck(facts, context);
        AddCollateral(facts, context);
        AddDecision(facts, context.Decision);
        return facts;
    }

    /// <summary>Enough to see what it is instead.</summary>
    private static JsonObject Unreadable(ReadOnlySpan<byte> bytes)
    {
        var facts = new JsonObject { ["bytes"] = bytes.Length };
        if (bytes.Length >= 48)
        {
            var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            facts["version"] = version;
            facts["kind"] = version == 3 ? "sgx" : null;
            facts["attestationKeyType"] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            facts["teeType"] = $"0x{BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]):x}";
            facts["qeVendor"] = Convert.ToHexStringLower(bytes.Slice(12, 16));
        }

        return facts;
    }

    private static JsonObject Quote(TdxQuote quote) => new()
    {
        ["version"] = quote.Version,
        ["kind"] = quote.Body.Is15 ? "td15" : "td10",
        ["bytes"] = quote.Length,
        ["trailingBytes"] = quote.TrailingBytes,
        ["attestationKeyType"] = quote.AttestationKeyType,
        ["teeType"] = $"0x{quote.TeeType:x}",
        ["qeVendor"] = Convert.ToHexStringLower(quote.QeVendorId),
        ["userData"] = Convert.ToHexStringLower(quote.UserData),
        ["certificationType"] = quote.CertificationType,
    };

    private static void AddBody(JsonObject facts, TdBody body)
    {
        Add("teeTcbSvn", body.TeeTcbSvn);
        Add("mrSeam", body.MrSeam);
        Add("mrSignerSeam", body.MrSignerSeam);
        Add("seamAttributes", body.SeamAttributes);
        Add("tdAttributes", body.TdAttributesBytes);
        Add("xfam", body.XfamBytes);
        Add("mrTd", body.MrTd);
        Add("mrConfigId", body.MrConfigId);
        Add("mrOwner", body.MrOwner);
        Add("mrOwnerConfig", body.MrOwnerConfig);
        for (var i = 0; i < TdBody.RtmrCount; i++)
        {
            Add($"rtmr{i}", body.Rtmr(i));
        }

        Add("reportData", body.ReportData);
        if (body.Is15)
        {
            Add("teeTcbSvn2", body.TeeTcbSvn2);
            Add("mrServiceTd", body.MrServiceTd);
        }

        facts["debug"] = (body.TdAttributes & TdAttributes.Debug) != 0;
        facts["septVeDisable"] = (body.TdAttributes & TdAttributes.SeptVeDisable) != 0;
        facts["mrServiceTdNonZero"] = body.MrServiceTd.ContainsAnyExcept((byte)0);

        void Add(string name, ReadOnlySpan<byte> value) => facts[name] = Convert.ToHexStringLower(value);
    }

    private static void AddEnclave(JsonObject facts, QeReport report) => facts["qe"] = new JsonObject
    {
        ["mrEnclave"] = Convert.ToHexStringLower(report.MrEnclave),
        ["mrSigner"] = Convert.ToHexStringLower(report.MrSigner),
        ["isvProdId"] = report.IsvProdId,
        ["isvSvn"] = report.IsvSvn,
    };

    private static void AddPck(JsonObject facts, TdxContext context)
    {
        if (context.Pck.Value is not { } pck || context.PckChain.Value is not { } chain)
        {
            return;
        }

        facts["pck"] = new JsonObject
        {
            ["fmspc"] = Convert.ToHexStringLower(pck.Fmspc),
            ["pceId"] = Convert.ToHexStringLower(pck.PceId),
            ["pceSvn"] = pck.PceSvn,
            ["cpuSvnComponents"] = new JsonArray([.. pck.Components.Select(c => (JsonNode)(int)c)]),
            ["issuer"] = chain[0].Issuer.CommonName,
            ["notBefore"] = Chain.Utc(chain[0].NotBefore),
            ["notAfter"] = Chain.Utc(chain[0].NotAfter),
            ["serial"] = chain[0].Serial,
        };
    }

    private static void AddCollateral(JsonObject facts, TdxContext context)
    {
        facts["pckCrlPresent"] = context.Request.Collateral.PckCrl is not null;
        facts["rootCrlPresent"] = context.Request.Collateral.RootCrl is not null;
        facts["pckRevoked"] = context.PckCrl.Value is { } list && context.PckChain.Value is { } chain
            ? list.IsRevoked(chain[0].Serial)
            : null;
        if (context.TcbInfo.Value is { } info)
        {
            facts["tcbEvaluationDataNumber"] = info.EvaluationDataNumber;
            facts["tcbInfoIssueDate"] = Chain.Utc(info.IssueDate);
            facts["tcbInfoNextUpdate"] = Chain.Utc(info.NextUpdate);
        }
    }

    private static void AddDecision(JsonObject facts, TcbDecision? decision)
    {
        if (decision is null)
        {
            return;
        }

        facts["platformStatus"] = TcbStatuses.NameOf(decision.Platform?.Status ?? TcbStatus.NotSupported);
        facts["platformLevelDate"] = Date(decision.Platform?.Date);
        facts["sgxOnlyStatus"] = Name(decision.SgxOnly);
        facts["moduleStatus"] = Name(decision.Module);
        facts["qeStatus"] = Name(decision.QuotingEnclave);
        facts["tcbStatus"] = TcbStatuses.NameOf(decision.Status);
        facts["tcbDate"] = Date(decision.Date);
        facts["advisoryIds"] = new JsonArray([.. decision.Advisories.Select(a => (JsonNode)a)]);
        facts["decidedBy"] = TcbChecks.NameOf(decision.DecidedBy);
        facts["shortfall"] = decision.Shortfall?.ToString();
    }

    private static string? Name(TcbGrade? grade) => grade is null ? null : TcbStatuses.NameOf(grade.Status);

    private static string? Date(DateTimeOffset? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
