using System.Text;
using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;

namespace Conformance.Fuzz.Targets;

/// <summary>TDX: quotes, what they come in, collateral, event logs.</summary>
internal static class TdxTargets
{
    private static readonly Lazy<IReadOnlyList<VectorCase>> Golden = new(() =>
        VectorFile.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "vectors", "evidence", "tdx", VectorFile.Name))));

    public static IReadOnlyList<Target> All { get; } =
    [
        new("tdx-quote", b => TdxQuote.Parse(b), typeof(EvidenceFormatException), SeedList.Files("tdx/*/quote.bin").And(Quotes)),
        new("tdx-container", b => QuoteContainer.Unwrap(b), typeof(EvidenceFormatException), SeedList.Files("tdx/*/quote.bin").And(Quotes)),
        new("tdx-collateral", b => TdxCollateral.Read(b), typeof(EvidenceFormatException), SeedList.Files("tdx/*/collateral.json")),
        new(
            "tcb-info", b =>
                TcbInfoReader.ReadTcbInfo(b), typeof(EvidenceFormatException), SeedList.Files().And(() => Parts(c => c.TcbInfo))),
        new(
            "qe-identity", b =>
                TcbInfoReader.ReadQeIdentity(b), typeof(EvidenceFormatException), SeedList.Files().And(() => Parts(c => c.QeIdentity))),
        new("pck-certificate", ReadPck, typeof(EvidenceFormatException), SeedList.Files().And(Chains)),
        new(
            "event-log", b =>
                TdxEventLog.Read(b).Replay(), typeof(EvidenceFormatException), SeedList.Files("tdx/*/event-log.json").And(Logs)),
    ];

    internal static IEnumerable<byte[]> Lists() => Parts(c => c.RootCrl).Concat(Parts(c => c.PckCrl));

    private static void ReadPck(ReadOnlyMemory<byte> bytes)
    {
        foreach (var certificate in CertificateReader.ReadAll(bytes, "PCK chain"))
        {
            PckExtensions.Read(certificate);
        }
    }

    private static IEnumerable<byte[]> Quotes() => Golden.Value.Where(c => c.Check is null).Select(c => c.Quote);

    private static IEnumerable<byte[]> Chains() => Golden.Value.Where(c => c.Check is null && TdxQuote.TryParse(c.Quote, out _, out _))
        .Select(c => TdxQuote.Parse(c.Quote).CertificationData.ToArray());

    private static IEnumerable<byte[]> Logs() =>
        Golden.Value.Where(c => c.Request.EventLog is not null).Select(c => c.Request.EventLog!.Value.ToArray())
        .Append(Encoding.ASCII.GetBytes($"[{{\"imr\":0,\"digest\":\"{new string('a', 96)}\"}}]"));

    private static IEnumerable<byte[]> Parts(Func<TdxCollateral, ReadOnlyMemory<byte>?> part) =>
        Golden.Value.Select(c => part(c.Request.Collateral)).Where(p => p is not null).Select(p => p!.Value.ToArray())
            .DistinctBy(Convert.ToHexString);
}
