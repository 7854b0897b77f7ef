using System.Text.Json.Nodes;
using Conformance.Evidence.Nvidia;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Devices with manifests and revocation answers, all sound until something is changed.</summary>
internal sealed class NvidiaScenario
{
    public NvidiaScenario(params DeviceSpec[] devices)
    {
        Devices = [.. devices.Length == 0 ? [new DeviceSpec()] : devices];
        if (Devices.Exists(d => !d.IsSwitch))
        {
            // 0-based here: the driver's 7, 21 and 35 and the VBIOS's 0, 1 and 9, one of them with two alternatives.
            Rims.Add(new RimSpec("550.90.07", "GPU", "driver", Golden(7), (21, [new byte[48], DeviceSpec.Value(22)]), Golden(35)));
            Rims.Add(new RimSpec("96.00.9F.00.01", "GPU", "vbios", Golden(0), Golden(1), Golden(9)));
        }

        if (Devices.Exists(d => d.IsSwitch))
        {
            Rims.Add(new RimSpec("96.10.55.00.01", "SWITCH", "switch", Golden(0), Golden(3)));
        }
    }

    public List<DeviceSpec> Devices { get; }

    public DeviceSpec Device => Devices[0];

    public List<RimSpec> Rims { get; } = [];

    public RimSpec Driver => Rims[0];

    public RimSpec Vbios => Rims[1];

    /// <summary>Changes the answer about a certificate of this name; returns null to leave it out.</summary>
    public Func<string, OcspSpec, OcspSpec?> Answer { get; set; } = (_, answer) => answer;

    public List<byte[]> MoreAnswers { get; } = [];

    public bool HasOcsp { get; set; } = true;

    public byte[]? OcspNonce { get; set; }

    public byte[]? Challenge { get; set; } = DeviceSpec.Bytes(0x5B, 32);

    public bool IsRecorded { get; set; }

    public string Time { get; set; } = "2025-06-01T00:00:00Z";

    /// <summary>Members of the policy's 'nvidia'.</summary>
    public JsonObject Policy { get; } = new() { ["requireRevocation"] = true };

    public static (int Index, byte[][] Hashes) Golden(int index) => (index, [DeviceSpec.Value(index + 1)]);

    public NvidiaScenario With(Action<NvidiaScenario> change)
    {
        change(this);
        return this;
    }

    /// <summary>
    /// One answer for each certificate that the service knows: positions 1 to n-2 of devices, 0 to n-2 of manifests' signers.
    /// </summary>
    public IEnumerable<byte[]> Answers()
    {
        var chains = Devices.Select(d => d.Chain.Skip(1).ToList()).Concat(Rims.Select(r => r.Chain));
        var pairs = chains.SelectMany(c => c.Zip(c.Skip(1))).DistinctBy(p => (p.First.Name, p.First.Serial));
        return (HasOcsp
            ? pairs.Select(p => Answer(p.First.Name, new OcspSpec { Subject = p.First, Issuer = p.Second, Nonce = OcspNonce }))
                .OfType<OcspSpec>().Select(a => a.Make())
            : [])
            .Concat(MoreAnswers);
    }
}
