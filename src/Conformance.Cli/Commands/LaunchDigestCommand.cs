using System.CommandLine;
using System.Globalization;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;
using Conformance.Evidence.LaunchDigests;

namespace Conformance.Cli.Commands;

/// <summary>Predicts the measurement that a guest's report will carry.</summary>
internal static class LaunchDigestCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("launch-digest", "Predicts the measurement of a guest from what it is launched with.")
        {
            Snp(surroundings),
        };
        ExampleHelp.Of(command, "conformance launch-digest snp --ovmf OVMF.fd --vcpus 4 --vcpu-type EPYC-v4 --vmm qemu");
        return command;
    }

    private static Command Snp(Surroundings surroundings)
    {
        var ovmf = EvidenceOptions.File("--ovmf", "Firmware image");
        ovmf.Required = true;
        var kernel = EvidenceOptions.File("--kernel", "Kernel that the VMM loads");
        var initrd = EvidenceOptions.File("--initrd", "Initial file system, with --kernel");
        var append = new Option<string?>("--append") { Description = "Command line of the kernel, with --kernel", HelpName = "TEXT" };
        var vcpus = new Option<int>("--vcpus")
        {
            Description = $"Processors of the guest (1 to {LaunchInputs.MaxVcpus})", HelpName = "N", DefaultValueFactory = _ => 1,
        };
        CommonOptions.Require(
            vcpus, text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                    && n is >= 1 and <= LaunchInputs.MaxVcpus, $"1 to {LaunchInputs.MaxVcpus}");
        var type = OneOf("--vcpu-type", "Processor model of the VMM", "EPYC-v4", VcpuType.Signatures.Keys);
        var vmm = OneOf("--vmm", "Virtual machine monitor; ec2 and ec2-rdx0 are two published variants", "qemu", Vmms.ByName.Keys);
        var features = new Option<string>("--guest-features")
        {
            Description = "SEV_FEATURES in hex: 1 is SNP, 21 adds debug swap", HelpName = "HEX", DefaultValueFactory = _ => "1",
        };
        CommonOptions.Require(features, text => TryHex(text, out _), "hex digits, like 0x21");
        var svsm =
            EvidenceOptions.File("--svsm", "Secure VM service module that runs below the guest (QEMU; its guest features are always 1)");
        var variables = new Option<uint>("--ovmf-vars-size")
        {
            Description = "Bytes of the firmware's variables, with --svsm", HelpName = "N",
        };
        CommonOptions.Require(
            variables, text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _), "a number of bytes");
        var expect = new Option<string?>("--expect")
        {
            Description = "Digest that was measured; where it differs, exit 5 and say which input would explain it", HelpName = "HEX",
        };
        CommonOptions.Require(
            expect, text => text.Length == 2 * LaunchDigest.Size && text.All(char.IsAsciiHexDigit), $"{2 * LaunchDigest.Size} hex digits");
        var json = CommonOptions.Json("the digest and that after each stage");
        var command = new Command("snp", "Predicts the MEASUREMENT of an SEV-SNP guest.")
        {
            ovmf, kernel, initrd, append, vcpus, type, vmm, features, svsm, variables, expect, json,
        };
        ExampleHelp.Of(
            command,
            "conformance launch-digest snp --ovmf OVMF.fd --vcpus 4 --vcpu-type EPYC-v4 --vmm qemu --guest-features 1",
            "conformance launch-digest snp --ovmf OVMF.fd --kernel vmlinuz --initrd initrd.img --append 'console=ttyS0' --expect HEX");
        command.SetAction(parsed =>
        {
            var kernelFile = parsed.GetValue(kernel);
            if (kernelFile is null && (parsed.GetValue(initrd) is not null || parsed.GetValue(append) is not null))
            {
                throw new RunRefusedException(ExitCodes.Usage, "--initrd and --append need --kernel: without it the VMM measures neither");
            }

            if (parsed.GetValue(variables) != 0 && parsed.GetValue(svsm) is null)
            {
                throw new RunRefusedException(ExitCodes.Usage, "--ovmf-vars-size needs --svsm");
            }

            TryHex(parsed.GetValue(features)!, out var bits);
            try
            {
                var inputs = new LaunchInputs
                {
                    Firmware = OvmfImage.Parse(EvidenceOptions.Read(parsed.GetValue(ovmf)!)),
                    Kernel = kernelFile is null ? null : KernelHashes.Of(
                        EvidenceOptions.Read(kernelFile),
                        (EvidenceOptions.ReadIfGiven(parsed.GetValue(initrd)) ?? default(ReadOnlyMemory<byte>)).Span,
                        parsed.GetValue(append)
                            ?? ""),
                    Vcpus = parsed.GetValue(vcpus),
                    VcpuSignature = VcpuType.Signatures[parsed.GetValue(type)!],
                    Vmm = Vmms.ByName[parsed.GetValue(vmm)!],
                    GuestFeatures = bits,
                    Svsm = parsed.GetValue(svsm) is { } module ? OvmfImage.ParseSvsm(EvidenceOptions.Read(module)) : null,
                    VariablesSize = parsed.GetValue(variables),
                };
                return Print(inputs, parsed.GetValue(expect)?.ToLowerInvariant(), parsed.GetValue(json), surroundings);
            }
            catch (LaunchDigestException e)
            {
                throw new RunRefusedException(ExitCodes.Verification, e.Message, e);
            }
        });
        return command;
    }

    private static int Print(LaunchInputs inputs, string? expected, bool asJson, Surroundings surroundings)
    {
        var stages = LaunchPrediction.Stages(inputs);
        var digest = stages[^1].Digest;
        var isAsExpected = expected is null || expected == digest;
        IReadOnlyList<string> reasons = isAsExpected ? [] : MismatchSearch.Explain(inputs, expected!);
        if (asJson)
        {
            JsonOutput.Write(surroundings.Output, json =>
            {
                json.WriteStartObject();
                json.WriteString("launchDigest", digest);
                json.WriteString("expected", expected);
                json.WriteStartArray("explanations");
                foreach (var reason in reasons)
                {
                    json.WriteStringValue(reason);
                }

                json.WriteEndArray();
                json.WriteStartArray("stages");
                foreach (var stage in stages)
                {
                    json.WriteStartObject();
                    json.WriteString("stage", stage.Name);
                    json.WriteString("digest", stage.Digest);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        else
        {
            surroundings.Output.WriteLine(digest);
        }

        if (!isAsExpected)
        {
            surroundings.Error.WriteLine($"conformance: launch digest: expected {expected}, found {digest}");
            foreach (var reason in reasons.DefaultIfEmpty("no single change of these inputs explains it: compare firmware, kernel, initrd and command line byte by byte"))
            {
                surroundings.Error.WriteLine($"  {reason}");
            }
        }

        return isAsExpected ? ExitCodes.Success : ExitCodes.Verification;
    }

    private static Option<string> OneOf(string name, string description, string otherwise, IEnumerable<string> words)
    {
        var all = words.ToList();
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(", ", all)}", HelpName = "NAME", DefaultValueFactory = _ => otherwise,
        };
        CommonOptions.Require(option, all.Contains, $"one of {string.Join(", ", all)}");
        return option;
    }

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? text[2..]
            : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
