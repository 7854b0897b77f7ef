namespace Conformance.Evidence.LaunchDigests;

/// <summary>Virtual machine monitors, by the registers with which they start a guest.</summary>
public enum Vmm
{
    Qemu,

    /// <summary>Amazon EC2 with rdx 0x600 at the start, as sev-snp-measure 0.0.13 has it.</summary>
    Ec2,

    /// <summary>Amazon EC2 with rdx 0, as virtee/sev and sev-snp-measure-go have it.</summary>
    Ec2Rdx0,

    /// <summary>libkrun: the registers of QEMU.</summary>
    Krun,

    /// <summary>Google Compute Engine.</summary>
    Gce,
}

/// <summary>Names on the command line.</summary>
public static class Vmms
{
    public static IReadOnlyDictionary<string, Vmm> ByName { get; } = new Dictionary<string, Vmm>(StringComparer.Ordinal)
    {
        ["qemu"] = Vmm.Qemu, ["ec2"] = Vmm.Ec2, ["ec2-rdx0"] = Vmm.Ec2Rdx0, ["krun"] = Vmm.Krun, ["gce"] = Vmm.Gce,
    };

    public static bool IsEc2(this Vmm vmm) => vmm is Vmm.Ec2 or Vmm.Ec2Rdx0;
}
