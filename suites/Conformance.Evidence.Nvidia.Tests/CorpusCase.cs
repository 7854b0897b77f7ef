using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.Suites;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>One folder of corpus/nvidia: its files, and the answer that it demands.</summary>
internal sealed class CorpusCase
{
    private readonly string _folder;
    private readonly JsonNode _expected;

    public CorpusCase(string name)
    {
        _folder = Corpus.Folder($"nvidia/{name}");
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "case.json")))!;
        _expected = json["expected"]!;
        Time = json["asOf"] is { } time
            ? DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
    }

    public DateTimeOffset Time { get; }

    public bool IsAccept => (string)_expected["verdict"]! == "accept";

    /// <summary>Classes that are right for a refusal.</summary>
    public IReadOnlyList<string> Classes =>
        _expected["alsoAcceptable"] is { } also ? [(string)_expected["class"]!, (string)also!] : [(string)_expected["class"]!];

    public JsonNode Facts => _expected["facts"]!;

    public bool Has(string file) => File.Exists(Path.Combine(_folder, file));

    public byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(_folder, file));

    public Part<Rim> Rim(string file) => Part.Read<Rim>(() => RimReader.Read(Bytes(file), file));

    public IReadOnlyList<Part<OcspAnswer>> Ocsp() => Directory.Exists(Path.Combine(_folder, "ocsp"))
        ? [.. Directory.GetFiles(Path.Combine(_folder, "ocsp")).Order(StringComparer.Ordinal)
            .Select(f => Part.Read<OcspAnswer>(() => OcspReader.Read(File.ReadAllBytes(f), Path.GetFileName(f))))]
        : [];

    /// <summary>One request per device, as for recorded evidence; what is not stored is not required.</summary>
    public IReadOnlyList<NvidiaRequest> Requests()
    {
        string[] files = ["evidence.bin", "evidence.json", "switch-evidence.json"];
        var rims = ((string[])["driver-rim.xml", "vbios-rim.xml"]).Where(Has).Select(Rim).ToList();
        return [.. files.Where(Has).SelectMany(f => EvidenceCarrier.Read(Bytes(f), f)).Select(device => new NvidiaRequest
        {
            Device = device,
            Time = Time,
            Certificates = Has("chain.pem") ? Bytes("chain.pem") : default(ReadOnlyMemory<byte>?),
            IsRecorded = true,
            Rims = rims,
            OcspAnswers = Ocsp(),
            Policy = new NvidiaPolicy { RequireMeasurements = Facts["driverRim"] is JsonObject && Facts["vbiosRim"] is JsonObject },
        })];
    }

    public NvidiaRequest Request() => Assert.Single(Requests());

    public static TheoryData<string> Devices() =>
    [
        "gb100-575.32", "h100-535.86.09", "h100-535.86.09-edited-driver-rim", "h100-535.86.09-index9", "h100-545.00",
        "h100-545.00-brom-missing",
        "h100-545.00-rim-expired", "h100-550.90.07", "h100-550.90.07-hextext", "h100-560.00-bad-signature", "h100-580.159.03",
        "h100-580.159.03-index9", "h100-cert-hold", "h100-x4-590.12", "ls10-96.10.52-bad-signature", "ls10-96.10.55",
        "ls10-96.10.55-older-signing",
        "ls10-96.10.6d", "ls10-96.10.6d-neighbour-chain", "ls10-edited-rim", "ls10-evidence-json", "ls10-relabelled-rim",
        "ls10-second-copy",
        "ls10-x4-evidence-json", "ppcie-570.124.06",
    ];
}
