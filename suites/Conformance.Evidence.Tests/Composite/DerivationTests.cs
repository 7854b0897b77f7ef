using System.Text.Json.Nodes;
using Conformance.Evidence.Composite;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>
/// The derivations against the worked example of docs/evidence-composite.md, which was computed by another program, and against published
/// values.
/// </summary>
public sealed class DerivationTests
{
    private const string Inventory = "7e0a0faa34327b2c47033f6e5ba62f9d89375bc65eeac2f57b06eca4f728309940c6aa31aa498e1c37085aeadce8447d";

    private static readonly byte[] Challenge = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly CollectionTimes Times =
        new(DateTimeOffset.FromUnixTimeSeconds(1748736002), DateTimeOffset.FromUnixTimeSeconds(1748736005));
    private static readonly ReadOnlyMemory<byte>[] Reports = ["evidence of GPU 0"u8.ToArray(), "evidence of GPU 1"u8.ToArray()];
    private static readonly ReadOnlyMemory<byte>[] Leaves = ["leaf of GPU 0"u8.ToArray(), "leaf of GPU 1"u8.ToArray()];

    public static TheoryData<BindingForm, string> ReportData => new()
    {
        { BindingForm.GpuEvidence, "0c1bfedf17efaf427300e4a350cccb119f5d890770d8cfdc94d05c93703b0704fa4ebb3bb555e524b855c21eda25549bd404fe921b78934af66c6a61c104d347" },
        { BindingForm.GpuIdentity, "da720e3ad5701c76fc2ad2c5077c4c8dd659ae84f046152f662e65cd732455e5991accfea6f7a840d85bc9fd6663e54c656cd18f9de4544e35152c899d07c035" },
        { BindingForm.GpuKey, "042e907159a17dee9ea50a1fc432d77500519c4b2ec5de4215b8eb6e7e09d3f404525b9ac9145770da4d3cc4cc9906b419f53e60e66239cef3990f46f0e745c2" },
        { BindingForm.Challenge, "45c67ea28e5e3a6dd9c54c30d711c05c303b175feb0c3a09d8ec6b3eedb8510cdaf8029f8c91cfca499e7c28947439b2bb24005686cb25272b12d183d9d325fe" },
        { BindingForm.Inventory, "bb9e7b4ec65e272a1daaf7764d648f7c8fd675b5086d9957be1bc36cb52ffb024591b9737ad48e76ed439141ba2e05a883218abef5d37244ad7198fb3d61ce83" },
    };

    [Fact]
    public void Nonce_and_inventory_are_those_of_the_example()
    {
        Assert.Equal(
            "018c27cdc60f55659dffecbdbd91306a5129c54e9812cd8e4654ebf3d7dec5bf", Convert.ToHexStringLower(
                NodeDerivation.GpuNonce(Challenge)));
        Assert.Equal(Inventory, Convert.ToHexStringLower(PciInventory.Of(["0000:51:00.0", "00000000:41:00.0"], out _)!.Digest()));
    }

    [Theory]
    [MemberData(nameof(ReportData))]
    public void Report_data_are_those_of_the_example_whatever_the_order_of_devices(BindingForm form, string expected)
    {
        var inventory = BindingForms.BindsInventory(form) ? Convert.FromHexString(Inventory) : new byte[48];
        foreach (var order in (Func<ReadOnlyMemory<byte>[], IEnumerable<ReadOnlyMemory<byte>>>[])[x => x, x => x.Reverse()])
        {
            var subject = NodeDerivation.Subject(form, order(Reports), order(Leaves), "the key"u8);
            Assert.Equal(expected, Convert.ToHexStringLower(NodeDerivation.ReportData(form, Challenge, Times, inventory, subject)));
        }
    }

    [Fact]
    public void Endorsement_and_times_before_the_epoch_are_those_of_the_example()
    {
        Assert.Equal(
            "636f6e666f726d616e63652d6770752d656e646f7273656d656e742d763100000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
            + "210e7716889d869d8e8ab5a1f236dd882d693097896748634c10ce2d5726263a14488d7e9954231b8814360c76f2a9d5",
            Convert.ToHexStringLower(NodeDerivation.Endorsement(Challenge, Leaves[0].Span)));
        var early = new CollectionTimes(DateTimeOffset.FromUnixTimeSeconds(-1), DateTimeOffset.UnixEpoch);
        Assert.StartsWith(
            "0518546e9a4a91ee", Convert.ToHexStringLower(
                NodeDerivation.ReportData(BindingForm.Challenge, Challenge, early, new byte[48], new byte[48])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_stands_twice_is_not_one_that_stands_once() =>
        Assert.NotEqual(NodeDerivation.List([Reports[0]]), NodeDerivation.List([Reports[0], Reports[0]]));

    [Fact]
    public void Wrong_sizes_and_forms_without_a_derivation_are_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(() => NodeDerivation.GpuNonce(new byte[31]));
        Assert.Throws<ArgumentException>(() =>
            NodeDerivation.ReportData(BindingForm.Challenge, Challenge, Times, new byte[47], new byte[48]));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            NodeDerivation.ReportData(BindingForm.None, Challenge, Times, new byte[48], new byte[48]));
    }

    [Theory]
    [InlineData("0000:41:00.0", "00000000:41:00.0")]
    [InlineData("00000001:C1:1f.7", "00000001:c1:1f.7")]
    [InlineData("000:41:00.0", null)]
    [InlineData("41:00.0", null)]
    [InlineData("0000:41:20.0", null)]
    [InlineData("0000:41:00.8", null)]
    [InlineData("0000.41:00:0", null)]
    [InlineData("0000:4 :00.0", null)]
    [InlineData(" 0000:41:00.0", null)]
    [InlineData("", null)]
    public void An_address_has_one_normal_form_and_nothing_else_is_one(string text, string? expected) =>
        Assert.Equal(expected, PciInventory.Normal(text));

    [SkippableFact]
    public void The_APUS_values_are_those_that_two_other_programs_agree_on()
    {
        var json = JsonNode.Parse(File.ReadAllText(Corpus.File("ao/bindings.json")))!;
        var report = json["lapee_report_data"]!;
        var binding = new ApusBinding
        {
            InventoryDigest = null,
            RequestNonce = null,
            Nonce = Convert.FromHexString((string)report["nonce_hex"]!),
            BodyId = Url((string)report["body_id"]!),
            RecipientId = Url((string)report["recipient_id"]!),
            ContextId = Url((string)report["device_context_digest"]!),
        };
        Assert.Equal((string)report["report_data_hex"]!, Convert.ToHexStringLower(binding.ExpectedReportData!));
        var nonce = JsonNode.Parse((string)json["apus_fresh_nonce"]!["canonical_json"]!)!;
        Assert.Equal(
            Url((string)json["apus_fresh_nonce"]!["nonce"]!), ApusBinding.NonceOf(
                (string)nonce["gpu-inventory-digest"]!, (string)nonce["request-nonce"]!));
    }

    [SkippableFact]
    public void An_empty_APUS_inventory_has_the_published_digest()
    {
        var published = JsonNode.Parse(File.ReadAllText(Corpus.File("ao/bindings.json")))!["gpu_inventory_digest"]![0]!;
        using var shown = System.Text.Json.JsonDocument.Parse("""{"topology": {"device-count": 0}, "errors": ["x"], "devices": []}""");
        Assert.Equal(new ApusInventory((string)published["digest"]!, 0), ApusInventory.Of(shown.RootElement));
    }

    private static byte[] Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
