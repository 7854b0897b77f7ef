using Conformance.Evidence.Checks;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Node;

/// <summary>Nodes that want to be worth one level more than they are, and what gives each away.</summary>
internal static class BindingCases
{
    private static readonly byte[] Old = new NodeModel { Form = 0 }.Challenge.Reverse().ToArray();

    public static IReadOnlyList<NodeCase> All { get; } =
    [
        // Another node's GPU.
        NodeCase.Bad(
            "relay-evidence", "another node's GPU answers the right nonce in place of this one's", "D", "report-data",
            ReasonCode.NodeReportData, Relay(1)),
        NodeCase.Bad(
            "relay-identity", "the same, where the certificates are bound", "D", "report-data", ReasonCode.NodeReportData, Relay(2)),
        NodeCase.Bad(
            "relay-key", "the same, where a key vouches: nobody endorses the stranger", "B", "key.endorsements", ReasonCode.NodeEndorsement,
            Relay(3)),
        NodeCase.Bad("relay-tdx", "the same on TDX", "D", "report-data", ReasonCode.NodeReportData, Relay(1, isTdx: true)),
        NodeCase.Bad("report-data-other-set", "the report data are over evidence of other GPUs", "D", "report-data", ReasonCode.NodeReportData, new()
        {
            Form = 1, After = m => Replace(m, 0, NodeScenario.Gpu(0, boot: 1)),
        }),
        NodeCase.Bad("report-data-foreign", "a genuine report of this CPU that was made for something else", "D", "report-data", ReasonCode.NodeReportData, new()
        {
            Form = 1, Snp = s => s.Set(0x050, [.. Enumerable.Repeat((byte)0x77, 64)]),
        }),
        NodeCase.Bad(
            "report-data-form", "a report of one form shown as another", "D", "report-data", ReasonCode.NodeReportData,
            new() { Form = 4, After = m =>
                m.Form = 5 }, "c"),
        NodeCase.Bad("report-data-challenge", "an old report of the CPU beside GPUs that answered the new challenge", "D", "report-data", ReasonCode.NodeReportData, new()
        {
            Form = 2, Before = m => m.Challenge = Old, After = m => m.Challenge = new NodeModel { Form = 0 }.Challenge,
        }),
        NodeCase.Bad(
            "report-data-times", "the times were changed after the CPU was asked", "D", "report-data", ReasonCode.NodeReportData,
            new() { Form = 1, After = m =>
                m.GpuTime += 1 }),
        NodeCase.Bad("report-data-no-times", "the times that the report data bind are not shown", "D", "report-data", ReasonCode.NodeTimeMissing, new()
        {
            Form = 1, After = m => m.Finish = f => f.Remove("collected"),
        }),

        // Another time's GPU.
        NodeCase.Bad("gpu-nonce-other-challenge", "the GPU's answer to another challenge, bound faithfully", "C", "gpu.nonce", ReasonCode.NodeGpuNonce, new()
        {
            Form = 1, Nonce = NodeOracle.GpuNonce(Old),
        }),
        NodeCase.Bad("gpu-nonce-challenge-itself", "the GPU was asked with the challenge instead of what is derived from it", "C", "gpu.nonce", ReasonCode.NodeGpuNonce, new()
        {
            Form = 2, Nonce = new NodeModel { Form = 0 }.Challenge,
        }),
        NodeCase.Bad("gpu-nonce-one-of-two", "one of two GPUs answered another challenge", "C", "gpu.nonce", ReasonCode.NodeGpuNonce, new()
        {
            Form = 1, Gpus = 2, Before = m => m.Devices[1] = Device(NodeScenario.Gpu(1), NodeOracle.GpuNonce(Old)),
        }),
        NodeCase.Bad(
            "gpu-nonce-b", "level B is claimed with a GPU that answered another challenge", "D", "gpu.nonce", ReasonCode.NodeGpuNonce,
            new() { Form = 4, Nonce = NodeOracle.GpuNonce(Old) }, "b"),
        NodeCase.Bad("gpu-nonce-inventory-claims-b", "an inventory claims B with a GPU that answered another challenge", "C", "gpu.nonce", ReasonCode.NodeGpuNonce, new()
        {
            Form = 5, Nonce = NodeOracle.GpuNonce(Old), Before = m => m.Level = "B",
        }, "b"),
        NodeCase.Bad("gpu-nonce-sample", "the nonce of the vendor's samples", "C", "gpu.nonce", ReasonCode.GpuNonceWellKnown, new()
        {
            Form = 5, Nonce = Convert.FromHexString("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb"),
        }, "c"),
        NodeCase.Bad("gpu-nonce-fallback", "the nonce that APUS's device takes where none is given", "C", "gpu.nonce", ReasonCode.GpuNonceWellKnown, new()
        {
            Form = 5, Nonce = Convert.FromHexString("da4a06c3604a5fac8aa0b4aaf5a6354cdd0dc7c193299bc3464f30b5cbfb931a"),
        }, "c"),

        // A key that the CPU does not know.
        NodeCase.Bad("key-not-bound", "another key vouches, with endorsements that are right under it", "D", "report-data", ReasonCode.NodeReportData, new()
        {
            Form = 3, After = m =>
            {
                m.Key = NodeModel.KeyOf("stranger's key");
                m.Endorsements[0] = m.Endorse(0, "stranger's key");
            },
        }),
        NodeCase.Bad("key-endorsement-stranger", "an endorsement by another key than the bound one", "B", "key.endorsements", ReasonCode.NodeEndorsement, new()
        {
            Form = 3, After = m => m.Endorsements[0] = m.Endorse(0, "stranger's key"),
        }),
        NodeCase.Bad("key-endorsements-swapped", "two endorsements in each other's place", "B", "key.endorsements", ReasonCode.NodeEndorsement, new()
        {
            Form = 3, Gpus = 2, After = m => m.Endorsements.Reverse(),
        }),
        NodeCase.Bad("key-endorsement-old", "an endorsement that was made for another challenge", "B", "key.endorsements", ReasonCode.NodeEndorsement, new()
        {
            Form = 3, After = m => m.Endorsements[0] = m.Endorse(0, challenge: Old),
        }),
        NodeCase.Bad("key-endorsement-missing", "one endorsement for two devices", "B", "key.endorsements", ReasonCode.NodeEndorsement, new()
        {
            Form = 3, Gpus = 2, After = m => m.Endorsements.RemoveAt(1),
        }),
        NodeCase.Bad("key-rsa", "the bound key is of a kind that cannot endorse", "B", "key.endorsements", ReasonCode.NodeKey, new()
        {
            Form = 3,
            Before = m => m.Key = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.Rsa("ark").Public).GetDerEncoded(),
        }),
        NodeCase.Bad(
            "key-no-der", "the bound key is no key", "B", "key.endorsements", ReasonCode.NodeKey, new() { Form = 3, Before = m =>
                m.Key = [0x30, 0] }),

        // Levels.
        NodeCase.Bad(
            "claim-a-of-challenge", "a shared challenge claims A", "B", "level.claim", ReasonCode.NodeLevelClaim,
            new() { Form = 4, Before = m =>
                m.Level = "A" }),
        NodeCase.Bad(
            "claim-a-of-inventory", "an inventory with a shared nonce claims A", "B", "level.claim", ReasonCode.NodeLevelClaim,
            new() { Form = 5, Before = m =>
                m.Level = "A" }),
        NodeCase.Bad(
            "claim-c-of-none", "evidence side by side claims C", "D", "level.claim", ReasonCode.NodeLevelClaim,
            new() { Form = 0, Before = m =>
                m.Level = "C" }, "c"),
        NodeCase.Bad("minimum-b", "B where A is asked for", "B", "level.minimum", ReasonCode.NodeLevelMinimum, new() { Form = 4 }),
        NodeCase.Bad(
            "minimum-c", "C where B is asked for", "C", "level.minimum", ReasonCode.NodeLevelMinimum,
            new() { Form = 5, Nonce = AcceptedCases.Other }, "b"),
        NodeCase.Bad(
            "minimum-d", "side by side, honestly said; refused under every policy", "D", "level.minimum", ReasonCode.NodeLevelSideBySide,
            new() { Form = 0 }, "c"),
        NodeCase.Bad(
            "minimum-d-tdx", "the same on TDX", "D", "level.minimum", ReasonCode.NodeLevelSideBySide, new() { Form = 0, IsTdx = true },
            "c"),
    ];

    internal static (byte[] Report, byte[] Pem, byte[] Leaf) Device(SyntheticGpu gpu, byte[] nonce) =>
        (gpu.Report(nonce), gpu.Pem, gpu.Chain[0]);

    internal static void Replace(NodeModel model, int index, SyntheticGpu gpu) =>
        model.Devices[index] = Device(gpu, NodeOracle.GpuNonce(model.Challenge));

    private static NodeScenario Relay(int form, bool isTdx = false) =>
        new() { Form = form, IsTdx = isTdx, After = m => Replace(m, 0, NodeScenario.Gpu(0, "another node")) };
}
