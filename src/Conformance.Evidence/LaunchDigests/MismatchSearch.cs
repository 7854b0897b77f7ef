namespace Conformance.Evidence.LaunchDigests;

/// <summary>Looks for the one changed input that explains an unexpected digest: nobody is helped by two hashes that differ.</summary>
public static class MismatchSearch
{
    private const int LikelyVcpus = 64;

    /// <summary>The changes that lead to <paramref name="expected"/>, in words; empty where no single one does.</summary>
    public static IReadOnlyList<string> Explain(LaunchInputs inputs, string expected)
    {
        var found = new List<string>();
        foreach (var (what, changed) in Changes(inputs))
        {
            try
            {
                if (LaunchPrediction.Stages(changed)[^1].Digest == expected)
                {
                    found.Add(what);
                }
            }
            catch (LaunchDigestException)
            {
                // This change cannot be launched, so it is not what happened.
            }
        }

        // The digest grows by one page for each processor, so that a single walk tries all their numbers.
        var most = LaunchPrediction.Stages(inputs with { Vcpus = Math.Max(LikelyVcpus, inputs.Vcpus) });
        foreach (var stage in most)
        {
            if (stage.Digest == expected && stage.Name != $"vcpu {inputs.Vcpus - 1}")
            {
                found.Add(stage.Name.StartsWith("vcpu ", StringComparison.Ordinal)
                    ? $"--vcpus is {int.Parse(stage.Name.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture) + 1}, not {inputs.Vcpus}: the number of VMSA pages differs"
                    : $"the expected value is the digest after stage '{stage.Name}', not of the whole launch");
            }
        }

        return found;
    }

    private static IEnumerable<(string What, LaunchInputs Inputs)> Changes(LaunchInputs inputs)
    {
        foreach (var (name, vmm) in Vmms.ByName)
        {
            if (vmm != inputs.Vmm)
            {
                yield return ($"--vmm is {name}: the registers in the VMSA pages differ", inputs with { Vmm = vmm });
            }
        }

        foreach (var group in VcpuType.Signatures.GroupBy(p => p.Value))
        {
            if (group.Key != inputs.VcpuSignature)
            {
                yield return (
                    $"--vcpu-type is {group.First().Key}: rdx in the VMSA pages differs", inputs with { VcpuSignature = group.Key });
            }
        }

        foreach (var features in (ulong[])[0x1, 0x21])
        {
            if (features != inputs.GuestFeatures)
            {
                yield return (
                    $"--guest-features is 0x{features:x}: SEV_FEATURES in the VMSA pages differs",
                    inputs with { GuestFeatures = features });
            }
        }

        if (inputs.Kernel is { } kernel)
        {
            var none = KernelHashes.Of([], [], "");
            yield return ("no kernel was given to the VMM: the page of hashes is zero", inputs with { Kernel = null });
            yield return (
                "no initrd was given to the VMM: the page of hashes differs",
                inputs with { Kernel = kernel with { Initrd = none.Initrd } });
            yield return (
                "the command line was empty: the page of hashes differs",
                inputs with { Kernel = kernel with { CommandLine = none.CommandLine } });
        }
        else
        {
            yield return (
                "an empty kernel was given to the VMM: the page of hashes differs", inputs with { Kernel = KernelHashes.Of([], [], "") });
        }
    }
}
