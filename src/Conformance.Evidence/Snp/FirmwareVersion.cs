namespace Conformance.Evidence.Snp;

/// <summary>Version of the SNP firmware. Major and minor are compared together, the build on its own.</summary>
public readonly record struct FirmwareVersion(byte Major, byte Minor, byte Build)
{
    public bool IsVersionAtLeast(byte major, byte minor) => Major > major || (Major == major && Minor >= minor);

    public override string ToString() => $"{Major}.{Minor}.{Build}";
}
