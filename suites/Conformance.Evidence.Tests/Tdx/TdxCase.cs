using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Tdx;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>One case of the corpus: quote, collateral, time, expectation.</summary>
internal sealed class TdxCase
{
    private TdxCase(string id)
    {
        Id = id;
        Expected = JsonNode.Parse(File.ReadAllText(Corpus.File($"tdx/{id}/case.json")))!.AsObject();
        Quote = File.ReadAllBytes(Corpus.File($"tdx/{id}/quote.bin"));
        var collateral = Path.Combine(Path.GetDirectoryName(Corpus.File($"tdx/{id}/quote.bin"))!, "collateral.json");
        Collateral = File.Exists(collateral) ? TdxCollateral.Read(File.ReadAllBytes(collateral)) : TdxCollateral.None;
        HasCollateral = File.Exists(collateral);
    }

    public static IReadOnlyList<string> Ids { get; } =
    [
        "neg-body-flipped", "neg-self-made-root", "neg-sgx-v3-automata", "neg-sgx-v3-phala", "neg-truncated",
        "notsupported_v5td15_outdated",
        "outofdate_both_v4_azure_septve0", "outofdate_plat_moduleuptodate_v4_gcp", "quote-dstack-lite", "quote-dstack-long-tail",
        "quote-dstack-ratls",
        "quote-dstack-report", "quote-phala-hex", "quote-phala-tappd", "quote-trustee-v5", "uptodate_septve0_v4_azure",
        "uptodate_v4_near20a06f",
        "uptodate_v4_oasis_nocrl", "uptodate_v4_oasis_trailing_nocrl", "uptodate_v4_phala", "uptodate_v5td15_google",
    ];

    public string Id { get; }

    public JsonObject Expected { get; }

    public byte[] Quote { get; }

    public TdxCollateral Collateral { get; }

    public bool HasCollateral { get; }

    /// <summary>The moment of the case; any moment will do where the case names none.</summary>
    public DateTimeOffset AsOf => Expected["asOf"]?.GetValue<string>() is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
        : new DateTimeOffset(2025, 6, 25, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Core cases have no collateral; the others that lack a revocation list say so in their name.</summary>
    public EvidencePolicy Policy => new()
    {
        Tdx = new TdxPolicy
        {
            RequireCollateral = HasCollateral || Id.StartsWith("neg-", StringComparison.Ordinal),
            RequireRevocation = HasCollateral && !Id.EndsWith("_nocrl", StringComparison.Ordinal),
        },
    };

    public TdxRequest Request => new() { Time = AsOf, Collateral = Collateral, Policy = Policy };

    public static TdxCase Load(string id) => new(id);
}
