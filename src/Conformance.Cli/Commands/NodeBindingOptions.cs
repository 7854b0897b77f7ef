using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Nvidia.Carriers;

namespace Conformance.Cli.Commands;

/// <summary>
/// What the CPU's report data are made of, from the command line. The same options bind and pack, so that both make the same of them.
/// </summary>
internal sealed class NodeBindingOptions
{
    private readonly Option<string?> _challenge = EvidenceOptions.Challenge("--challenge", "What the relying party sent");
    private readonly Option<string?> _form = new("--form")
    {
        Description = $"What the report data bind: {string.Join(", ", BindingForms.Names)}", HelpName = "FORM",
    };
    private readonly Option<string[]> _gpus = new("--gpus")
    {
        Description = "The devices' answers: the SDK's array, or one device (may stand several times)", HelpName = "FILE",
    };
    private readonly Option<string[]> _inventory = new("--inventory")
    {
        Description = "PCI address of a GPU that the guest sees (may stand several times)", HelpName = "ADDRESS",
    };
    private readonly Option<string?> _key = EvidenceOptions.File(
        "--key", "The guest's public key, P-384 or P-256, PEM or DER; form gpu-key only");
    private readonly Option<string?> _gpuTime = EvidenceOptions.Moment("--gpu-time", "When the first device was asked (default: now)");
    private readonly Option<string?> _cpuTime = EvidenceOptions.Moment(
        "--cpu-time", "When the CPU is asked, after the devices (default: now)");

    public NodeBindingOptions()
    {
        _challenge.Required = true;
        CommonOptions.Require(_form, text => BindingForms.Find(text) is not null, $"one of {string.Join(", ", BindingForms.Names)}");
        CommonOptions.Require(_inventory, text => PciInventory.Normal(text) is not null, "like 0000:41:00.0");
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_challenge, _form, _gpus, _inventory, _key, _gpuTime, _cpuTime])
        {
            command.Add(option);
        }
    }

    public byte[] Challenge(ParseResult parsed) => Convert.FromHexString(parsed.GetValue(_challenge)!);

    public BindingForm? Form(ParseResult parsed) => parsed.GetValue(_form) is { } name ? BindingForms.Find(name) : null;

    /// <exception cref="RunRefusedException">Something that the form needs is missing, or a file is not what it should be.</exception>
    public NodeBound Read(ParseResult parsed, BindingForm form)
    {
        try
        {
            var devices = (parsed.GetValue(_gpus) ?? []).SelectMany(
                f => EvidenceCarrier.Read(EvidenceOptions.Read(f), Path.GetFileName(f))).ToList();
            Demand(devices.Count > 0, "--gpus: the devices' answers are needed");
            var addresses = parsed.GetValue(_inventory) ?? [];
            Demand(BindingForms.BindsInventory(form) == addresses.Length > 0, BindingForms.BindsInventory(form)
                ? $"--inventory: form '{BindingForms.NameOf(form)}' binds the GPUs' addresses"
                : $"--inventory: form '{BindingForms.NameOf(form)}' binds no addresses");
            var keyFile = parsed.GetValue(_key);
            Demand(form == BindingForm.GpuKey == keyFile is not null, "--key: form 'gpu-key' has a key, and no other form has one");
            var now = DateTimeOffset.UtcNow;
            var times = new CollectionTimes(
                EvidenceOptions.Given(parsed.GetValue(_gpuTime)) ?? now, EvidenceOptions.Given(parsed.GetValue(_cpuTime)) ?? now);
            var leaves = devices.Select(
                d => d.Certificates is { } chain ? CertificateReader.ReadAll(chain, d.Place)[0].Der : (ReadOnlyMemory<byte>?)null).ToList();
            Demand(
                form is not (BindingForm.GpuIdentity or BindingForm.GpuKey) || leaves.TrueForAll(l => l is not null),
                $"--gpus: form '{BindingForms.NameOf(form)}' needs the devices' certificates");
            return new NodeBound(
                form, Challenge(parsed), devices, leaves, addresses.Length > 0 ? PciInventory.Of(addresses, out _)
                    : null, keyFile is null ? null
                    : KeyOf(keyFile), times);
        }
        catch (EvidenceFormatException e)
        {
            throw new RunRefusedException(ExitCodes.Usage, e.Message, e);
        }
    }

    private static ReadOnlyMemory<byte>? KeyOf(string file)
    {
        var bytes = EvidenceOptions.Read(file);
        return Pem.IsPem(bytes) ? Pem.Decode(bytes, "PUBLIC KEY", 1, Path.GetFileName(file))[0] : bytes;
    }

    private static void Demand(bool holds, string message)
    {
        if (!holds)
        {
            throw new RunRefusedException(ExitCodes.Usage, message);
        }
    }
}

/// <summary>What is bound, read.</summary>
/// <param name="Leaves">DER, in the devices' order; null where a device came without certificates.</param>
internal sealed record NodeBound(
    BindingForm Form, byte[] Challenge, IReadOnlyList<DeviceEvidence> Devices, IReadOnlyList<ReadOnlyMemory<byte>?> Leaves,
    PciInventory? Inventory, ReadOnlyMemory<byte>? Key, CollectionTimes Times)
{
    /// <summary>What the CPU must be asked to report; null for form 'none'.</summary>
    public byte[]? ReportData => Form == BindingForm.None ? null : NodeDerivation.ReportData(
        Form,
        Challenge,
        Times,
        Inventory?.Digest() ?? new byte[NodeDerivation.DigestSize],
        NodeDerivation.Subject(Form, Devices.Select(d => d.Report), Leaves.Select(l => l ?? default), (Key ?? default).Span));

    /// <summary>What the key must sign, for each device; empty for other forms.</summary>
    public IReadOnlyList<byte[]> Endorsements =>
        Form == BindingForm.GpuKey ? [.. Leaves.Select(l => NodeDerivation.Endorsement(Challenge, l!.Value.Span))] : [];
}
