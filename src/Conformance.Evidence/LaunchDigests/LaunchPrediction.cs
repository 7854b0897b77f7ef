namespace Conformance.Evidence.LaunchDigests;

/// <summary>The digest after one stage of a launch. Where two launches differ, the first stage that differs names the input.</summary>
public sealed record LaunchStage(string Name, string Digest);

/// <summary>Predicts the MEASUREMENT of a guest from what it is launched with.</summary>
public static class LaunchPrediction
{
    /// <summary>The digest after each stage; the last one is the launch digest.</summary>
    /// <exception cref="LaunchDigestException">The inputs do not go together.</exception>
    public static IReadOnlyList<LaunchStage> Stages(LaunchInputs inputs)
    {
        if (inputs.Vcpus is < 1 or > LaunchInputs.MaxVcpus)
        {
            throw new LaunchDigestException("vcpus", $"expected 1 to {LaunchInputs.MaxVcpus}, found {inputs.Vcpus}");
        }

        var stages = new List<LaunchStage>();
        var digest = AddFirmware(inputs);
        Note("firmware");
        if (inputs.Svsm is { } svsm)
        {
            AddSvsm(svsm);
            return stages;
        }

        var sections = inputs.Firmware.Sections;
        if (inputs.Kernel is not null && !sections.Any(s => s.Kind == SectionKind.KernelHashes))
        {
            // Otherwise the kernel would silently not be measured.
            throw new LaunchDigestException("firmware metadata", "expected a section for the hashes of the kernel, found none");
        }

        // EC2 adds its CPUID pages last.
        foreach (var section in inputs.Vmm.IsEc2() ? sections.OrderBy(s => s.Kind == SectionKind.Cpuid) : sections.AsEnumerable())
        {
            AddSection(digest, section, inputs);
            Note($"section {section.Kind} at 0x{section.Gpa:x}");
        }

        var boot = VmsaPage.Create(inputs.Vmm, isBoot: true, VmsaPage.BootEip, inputs.VcpuSignature, inputs.GuestFeatures);
        var others = VmsaPage.Create(inputs.Vmm, isBoot: false, inputs.Firmware.ResetEip, inputs.VcpuSignature, inputs.GuestFeatures);
        for (var i = 0; i < inputs.Vcpus; i++)
        {
            digest.AddVmsa(i == 0 ? boot : others);
            Note($"vcpu {i}");
        }

        return stages;

        // The module lies below the firmware and its variables; its own metadata counts, and the firmware's does not.
        void AddSvsm(OvmfImage module)
        {
            var gpa = SvsmGpa(inputs, module);
            digest.AddNormal(gpa, module.Bytes.Span);
            Note($"SVSM at 0x{gpa:x}");
            foreach (var section in module.Sections)
            {
                AddSection(digest, section, inputs);
                Note($"section {section.Kind} at 0x{section.Gpa:x}");
            }

            var page = VmsaPage.CreateSvsm(gpa + module.SvsmStart, inputs.VcpuSignature);
            for (var i = 0; i < inputs.Vcpus; i++)
            {
                digest.AddVmsa(page);
                Note($"vcpu {i}");
            }
        }

        void Note(string name) => stages.Add(new LaunchStage(name, Convert.ToHexStringLower(digest.Value)));
    }

    /// <summary>The digest after the pages of the firmware: what tools call its hash, and take as a seed.</summary>
    public static LaunchDigest AddFirmware(LaunchInputs inputs)
    {
        if (inputs.FirmwareSeed is { } seed)
        {
            return LaunchDigest.From(seed.Span);
        }

        var digest = new LaunchDigest();
        digest.AddNormal(inputs.Firmware.Gpa, inputs.Firmware.Bytes.Span);
        return digest;
    }

    private static ulong SvsmGpa(LaunchInputs inputs, OvmfImage module)
    {
        if (inputs.Vmm != Vmm.Qemu || inputs.Kernel is not null || inputs.GuestFeatures != 1)
        {
            throw new LaunchDigestException(
                "SVSM", "expected QEMU, guest features 1 and no kernel, found another launch, of which nothing is published");
        }

        var below = (ulong)inputs.VariablesSize + (ulong)module.Bytes.Length;
        return inputs.VariablesSize % OvmfImage.PageSize == 0 && below <= inputs.Firmware.Gpa
            ? inputs.Firmware.Gpa - below
            : throw new LaunchDigestException(
                "SVSM", $"expected variables of whole pages that fit below 0x{inputs.Firmware.Gpa:x}, found {inputs.VariablesSize} bytes");
    }

    private static void AddSection(LaunchDigest digest, OvmfSection section, LaunchInputs inputs)
    {
        switch (section.Kind)
        {
            case SectionKind.ZeroMemory:
                digest.AddEmpty(inputs.Vmm == Vmm.Gce ? PageKind.Unmeasured : PageKind.Zero, section.Gpa, section.Size);
                break;
            case SectionKind.Secrets:
                digest.AddEmpty(PageKind.Secrets, section.Gpa, OvmfImage.PageSize);
                break;
            case SectionKind.Cpuid:
                digest.AddEmpty(PageKind.Cpuid, section.Gpa, OvmfImage.PageSize);
                break;
            case SectionKind.KernelHashes when inputs.Kernel is { } kernel:
                var gpa = inputs.Firmware.HashTableGpa
                    ?? throw new LaunchDigestException("firmware table", "expected the place of the SEV hash table, found none");
                digest.AddNormal(section.Gpa, kernel.Page(gpa));
                break;
            default:
                digest.AddEmpty(PageKind.Zero, section.Gpa, section.Size);
                break;
        }
    }
}
