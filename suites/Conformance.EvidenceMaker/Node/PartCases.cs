using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;

namespace Conformance.EvidenceMaker.Node;

/// <summary>Files, devices, times and parts that are wrong.</summary>
internal static class PartCases
{
    public static IReadOnlyList<NodeCase> All { get; } =
    [
        NodeCase.Bad(
            "format-unknown-member", "a member that nobody knows", "D", "format", ReasonCode.NodeFormat, File(f => f["extra"] = 1)),
        NodeCase.Bad(
            "format-version", "another version", "D", "format", ReasonCode.NodeFormat, File(f =>
                f["format"] = "conformance-node-evidence/2")),
        NodeCase.Bad(
            "format-no-inventory", "a form that binds an inventory, without one", "D", "format", ReasonCode.NodeFormat, File(f =>
                f.Remove("inventory"))),
        NodeCase.Bad("format-idle-inventory", "an inventory that the form does not bind", "D", "format", ReasonCode.NodeFormat, new()
        {
            Form = 4, After = m => m.Finish = f => f["inventory"] = new JsonArray("0000:41:00.0"),
        }, "b"),
        NodeCase.Bad("format-no-gpus", "no device", "D", "format", ReasonCode.GpuCarrier, File(f => f["gpus"] = new JsonArray())),
        NodeCase.Bad(
            "format-address", "an inventory with something that is no address", "D", "format", ReasonCode.NodeFormat, File(f =>
                f["inventory"] = new JsonArray("GPU-0"))),

        NodeCase.Bad(
            "challenge-other", "evidence for another challenge than the relying party's", "D", "challenge", ReasonCode.NodeChallenge,
            new() { Form = 1 }) with
        {
            Challenge = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("another challenge"u8)),
        },
        NodeCase.Bad(
            "challenge-none", "the relying party names no challenge", "D", "challenge", ReasonCode.NodeChallengeMissing,
            new() { Form = 1 }) with
        {
            Challenge = "",
        },
        NodeCase.Bad("challenge-zeros", "a challenge of zeros", "D", "challenge", ReasonCode.NodeChallengeWellKnown, new()
        {
            Form = 1, Nonce = NodeOracle.GpuNonce(new byte[32]), Before = m => m.Challenge = new byte[32],
        }) with { Challenge = new string('0', 64) },

        NodeCase.Bad("gpu-duplicated", "one GPU's evidence stands for two", "D", "gpu.unique", ReasonCode.NodeDuplicate, new()
        {
            Form = 1, Gpus = 2, Before = m => m.Devices[1] = m.Devices[0],
        }),
        NodeCase.Bad("gpu-twice", "one chip, asked twice, with the keys of two starts of its firmware", "D", "gpu.unique", ReasonCode.NodeDuplicate, new()
        {
            Form = 1, Gpus = 2, Before = m => BindingCases.Replace(m, 1, NodeScenario.Gpu(0, boot: 1)),
        }),
        NodeCase.Bad("gpu-twice-key", "the same, endorsed by the bound key", "D", "gpu.unique", ReasonCode.NodeDuplicate, new()
        {
            Form = 3, Gpus = 2, Before = m =>
            {
                BindingCases.Replace(m, 1, NodeScenario.Gpu(0, boot: 1));
                m.Endorsements[1] = m.Endorse(1);
            },
        }),
        NodeCase.Bad("gpu-dropped", "one of two GPUs is left out, from the inventory too", "D", "report-data", ReasonCode.NodeReportData, new()
        {
            Form = 1, Gpus = 2, After = m =>
            {
                m.Devices.RemoveAt(1);
                m.Inventory.RemoveAt(1);
            },
        }),
        NodeCase.Bad("gpu-dropped-key", "one of two GPUs is left out where a key vouches; the bound inventory still lists it", "D", "inventory.covered", ReasonCode.NodeInventoryCount, new()
        {
            Form = 3, Gpus = 2, After = m =>
            {
                m.Devices.RemoveAt(1);
                m.Endorsements.RemoveAt(1);
            },
        }),
        NodeCase.Bad("gpu-dropped-before", "one of two GPUs is left out before the CPU is asked", "D", "inventory.covered", ReasonCode.NodeInventoryCount, new()
        {
            Form = 2, Gpus = 2, Before = m => m.Devices.RemoveAt(1),
        }),
        NodeCase.Bad("gpu-added", "a GPU that the inventory does not list", "D", "inventory.covered", ReasonCode.NodeInventoryCount, new()
        {
            Form = 5, Before = m => m.Add(NodeScenario.Gpu(0, "another node"), NodeOracle.GpuNonce(m.Challenge)),
        }, "c"),
        NodeCase.Bad("inventory-duplicate", "one GPU in two spellings makes up for one that is missing", "D", "inventory.sound", ReasonCode.NodeInventoryDuplicate, new()
        {
            Form = 5, Gpus = 2, Before = m => m.Inventory = ["0000:41:00.0", "00000000:41:00.0"],
        }, "c"),
        NodeCase.Bad("inventory-duplicate-case", "the same by upper case", "D", "inventory.sound", ReasonCode.NodeInventoryDuplicate, new()
        {
            Form = 2, Gpus = 2, Before = m => m.Inventory = ["0000:C1:00.0", "0000:c1:00.0"],
        }),

        NodeCase.Bad("swapped-certificates", "two GPUs' certificates in each other's place", "D", "gpus.authentic", ReasonCode.GpuReportSignature, new()
        {
            Form = 2, Gpus = 2, Before = m => (m.Devices[0], m.Devices[1]) =
                ((m.Devices[0].Report, m.Devices[1].Pem, m.Devices[1].Leaf), (m.Devices[1].Report, m.Devices[0].Pem, m.Devices[0].Leaf)),
        }),
        NodeCase.Bad("gpu-forged", "a GPU report that was changed after it was signed", "D", "gpus.authentic", ReasonCode.GpuReportSignature, new()
        {
            Form = 1, Before = m => m.Devices[0].Report[60] ^= 1,
        }),
        NodeCase.Bad("cpu-forged", "a CPU report that was changed after it was signed", "D", "cpu.authentic", ReasonCode.SnpReportSignature, new()
        {
            Form = 1, Snp = s => s.Damage(r => r[0x90] ^= 1),
        }),
        NodeCase.Bad("cpu-forged-report-data", "report data that were put into a genuine report", "D", "cpu.authentic", ReasonCode.SnpReportSignature, new()
        {
            Form = 1, Snp = s =>
            {
                byte[] right = [];
                s.Edit(r =>
                {
                    right = r.AsSpan(0x50, 64).ToArray();
                    r.AsSpan(0x50, 64).Fill(0x11);
                });
                s.Damage(r => right.CopyTo(r, 0x50));
            },
        }),

        NodeCase.Bad(
            "time-spread", "GPUs that were asked an hour before the CPU", "D", "time.spread", ReasonCode.NodeTimeSpread,
            new() { Form = 5, Before = m =>
                m.GpuTime -= 3600 }, "c"),
        NodeCase.Bad(
            "time-spread-side-by-side", "the same where nothing is claimed", "D", "time.spread", ReasonCode.NodeTimeSpread,
            new() { Form = 0, Before = m =>
                m.GpuTime -= 3600 }, "c"),
        NodeCase.Bad(
            "time-order", "a CPU that was asked before the GPUs cannot have bound them", "D", "time.spread", ReasonCode.NodeTimeSpread,
            new() { Form = 0, Before = m =>
                m.GpuTime = m.CpuTime + 1 }, "c"),
        NodeCase.Bad("time-age", "evidence of ten minutes ago", "A", "time.age", ReasonCode.NodeTimeAge, new()
        {
            Form = 1, Before = m =>
            {
                m.GpuTime -= 600;
                m.CpuTime -= 600;
            },
        }),
        NodeCase.Bad("time-future", "evidence of ten minutes ahead", "A", "time.age", ReasonCode.NodeTimeFuture, new()
        {
            Form = 1, Before = m =>
            {
                m.GpuTime += 600;
                m.CpuTime += 600;
            },
        }),
        NodeCase.Bad(
            "endorsement-age", "a revocation list that has not expired, but is older than the policy allows", "A", "time.endorsements",
            ReasonCode.NodeEndorsementAge, AcceptedCases.WithCrl(), "endorsement-age-day"),
        NodeCase.Bad(
            "endorsement-age-none", "a policy that limits the age of endorsements, and none that has an age", "A", "time.endorsements",
            ReasonCode.NodeEndorsementAge, new() { Form = 1 }, "endorsement-age"),
        NodeCase.Bad(
            "endorsement-age-tdx", "the same with TCB info", "A", "time.endorsements", ReasonCode.NodeEndorsementAge,
            new() { Form = 1, IsTdx = true }, "endorsement-age-day"),

        NodeCase.Bad(
            "cpu-debug", "a guest whose memory the host may read", "A", "cpu.acceptable", ReasonCode.SnpDebug, new() { Form = 1, Snp = s =>
                s.Edit(r => r[0x0A] |= 0x08) }),
        NodeCase.Bad(
            "cpu-other-guest", "a guest with another measurement", "A", "cpu.acceptable", ReasonCode.SnpMeasurement,
            new() { Form = 1, Snp = s =>
                s.Edit(r => r[0x90] ^= 1) }),
        NodeCase.Bad(
            "gpu-manifest-missing", "no manifest vouches for the GPU's firmware, where the policy asks for one", "A", "gpus.acceptable",
            ReasonCode.RimMissing, new() { Form = 1 }, "manifests"),
        NodeCase.Bad(
            "guest-not-measured", "a policy that names no measurement knows no guest", "A", "guest.measured",
            ReasonCode.NodeGuestNotMeasured, new() { Form = 1 }, "unmeasured"),
        NodeCase.Bad(
            "guest-not-measured-tdx", "a policy that names firmware, but neither kernel nor command line", "A", "guest.measured",
            ReasonCode.NodeGuestNotMeasured, new() { Form = 1, IsTdx = true }, "firmware-only"),
    ];

    private static NodeScenario File(Action<JsonObject> change) => new() { Form = 1, After = m => m.Finish = change };
}
