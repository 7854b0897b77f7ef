using System.Globalization;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Snp.Containers;

namespace Conformance.Evidence.Online;

//  AMD 57230 4: {server}/vcek/v1/{line}/{hwid}?blSPL=..&teeSPL=..&snpSPL=..&ucodeSPL=..   DER; Turin: fmcSPL first, and a hwid of 8 bytes
//               {server}/{vcek|vlek}/v1/{line}/cert_chain                                 PEM: ASK or ASVK, then ARK
//               {server}/{vcek|vlek}/v1/{line}/crl                                        DER
//  The levels are those of REPORTED_TCB. A VLEK is not published: its owner has it.

/// <summary>Completes an SNP report with what AMD publishes about it.</summary>
public static class SnpOnline
{
    private static readonly string[] CertificateTypes = ["application/pkix-cert", "application/x-x509-ca-cert", "application/x-pem-file"];
    private static readonly string[] ChainTypes =
        ["application/x-pem-file", "application/x-x509-ca-cert", "application/pem-certificate-chain", "text/plain"];
    private static readonly string[] CrlTypes = ["application/pkix-crl", "application/x-pkcs7-crl"];

    /// <summary>Checks about revocation; whoever asks online wants them made.</summary>
    public static IReadOnlyList<string> RequiredChecks { get; } =
        ["snp.crl.present", "snp.crl.issuer", "snp.crl.signature", "snp.crl.validity", "snp.crl.intermediate", "snp.crl.root"];

    /// <summary>
    /// The evidence with what it lacked, as far as it could be fetched. What was given is not fetched; a list that came with the report is.
    /// </summary>
    public static async Task<SnpEvidence> CompleteAsync(this OnlineSession session, SnpEvidence evidence, CancellationToken stop = default)
    {
        session.Begin();
        if (Read(evidence.Report) is not var (report, table))
        {
            session.Note(InputSource.Failed("vek", null, "there is no report to fetch anything for"));
            return evidence;
        }

        var isVlek = report.KeyInfo.SigningKey == SnpKeyInfo.VlekKey;
        var vek = evidence.Vek ?? table?.Find(isVlek ? CertificateTable.VlekId : CertificateTable.VcekId);
        if (vek is not null)
        {
            session.Note(InputSource.Given("vek"));
        }
        else
        {
            vek = await VekAsync(session, report, isVlek, stop);
        }

        var kind = isVlek ? "vlek" : "vcek";
        var line = LineOf(report, vek);
        var chain = evidence.Chain;
        if (chain is not null || (table?.Find(CertificateTable.AskId) is not null && table.Find(CertificateTable.ArkId) is not null))
        {
            session.Note(InputSource.Given("chain"));
        }
        else if (line is not null)
        {
            chain = await BodyAsync(session, Chain(session, kind, line.Value), stop);
        }

        var crl = evidence.Crl;
        if (crl is not null)
        {
            session.Note(InputSource.Given("crl"));
        }
        else if (line is not null)
        {
            crl = await BodyAsync(session, Crl(session, kind, line.Value), stop);
        }

        if (line is null)
        {
            session.Note(InputSource.Failed("chain", null, "neither the report nor a VEK names the product line"));
        }

        return evidence with { Vek = vek, Chain = chain, Crl = crl };
    }

    internal static Uri VcekAddress(Uri server, ProductLine line, SnpReport report)
    {
        var layout = ProductLines.LayoutOf(line);
        var tcb = TcbVersion.Decode(report.ReportedTcb, layout);
        var hwId = Convert.ToHexStringLower(layout == TcbLayout.Turin ? report.ChipId[..8] : report.ChipId);
        var levels = string.Create(
            CultureInfo.InvariantCulture, $"blSPL={tcb.BootLoader:00}&teeSPL={tcb.Tee:00}&snpSPL={tcb.Snp:00}&ucodeSPL={tcb.Microcode:00}");
        var first = layout == TcbLayout.Turin ? string.Create(CultureInfo.InvariantCulture, $"fmcSPL={tcb.Fmc:00}&") : "";
        return new Uri($"{Base(server)}/vcek/v1/{line}/{hwId}?{first}{levels}");
    }

    private static async Task<ReadOnlyMemory<byte>?> VekAsync(OnlineSession session, SnpReport report, bool isVlek, CancellationToken stop)
    {
        if (isVlek || report.IsChipIdMasked)
        {
            session.Note(InputSource.Failed("vek", null, isVlek
                ? "a VLEK is not published; its cloud provider hands it out"
                : "CHIP_ID is masked, so that the chip's VCEK cannot be asked for"));
            return null;
        }

        var lines = Lines(report);
        for (var i = 0; i < lines.Count; i++)
        {
            var address = VcekAddress(session.Options.KeyServer, lines[i], report);
            var resource = new Resource(
                "vek", address, 2 * CertificateReader.MaxSize, CertificateTypes, [], f => CertificateReader.ReadAll(f.Body, "VCEK"));
            if (await session.GetAsync(resource, stop, isLast: i == lines.Count - 1) is { } fetched)
            {
                return fetched.Body;
            }

            if (session.Inputs is [.., { IsFailed: true }])
            {
                return null;
            }
        }

        if (lines.Count == 0)
        {
            session.Note(InputSource.Failed("vek", null, "the report's processor belongs to no known product line"));
        }

        return null;
    }

    // Not '?.Body': an array that is null would become memory that is empty, and empty input is another fault than none.
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(OnlineSession session, Resource resource, CancellationToken stop) =>
        await session.GetAsync(resource, stop) is { } fetched ? (ReadOnlyMemory<byte>?)fetched.Body : null;

    // Version 2 does not say which line it is of. The server knows each chip under one line only.
    private static IReadOnlyList<ProductLine> Lines(SnpReport report) =>
        report.HasCpuid ? ProductLines.OfCpuid(report.CpuidFamily, report.CpuidModel) is { } line ? [line] : []
        : report.ChipId[8..].ContainsAnyExcept((byte)0) ? [ProductLine.Milan, ProductLine.Genoa]
        : [ProductLine.Turin];

    private static ProductLine? LineOf(SnpReport report, ReadOnlyMemory<byte>? vek)
    {
        if (report.HasCpuid)
        {
            return ProductLines.OfCpuid(report.CpuidFamily, report.CpuidModel);
        }

        try
        {
            return vek is { } bytes ? VekExtensions.Read(CertificateReader.ReadAll(bytes, "VEK")[0]).Line : null;
        }
        catch (EvidenceFormatException)
        {
            // The verifier says what is wrong with it.
            return null;
        }
    }

    private static Resource Chain(OnlineSession session, string kind, ProductLine line) => new(
        "chain", new Uri($"{Base(session.Options.KeyServer)}/{kind}/v1/{line}/cert_chain"), 4 * CertificateReader.MaxSize, ChainTypes, [],
        f => CertificateReader.ReadAll(f.Body, "cert_chain"));

    private static Resource Crl(OnlineSession session, string kind, ProductLine line) => new(
        "crl", new Uri($"{Base(session.Options.KeyServer)}/{kind}/v1/{line}/crl"), RevocationList.MaxSize, CrlTypes, [],
        f => RevocationList.Read(f.Body, "crl"));

    internal static string Base(Uri server) => server.AbsoluteUri.TrimEnd('/');

    private static (SnpReport Report, CertificateTable? Table)? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var container = SnpContainer.Open(bytes);
            return (SnpReport.Parse(container.Report), container.Table);
        }
        catch (EvidenceFormatException)
        {
            // The verifier says what is wrong with it.
            return null;
        }
    }
}
