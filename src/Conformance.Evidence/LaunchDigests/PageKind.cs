namespace Conformance.Evidence.LaunchDigests;

/// <summary>Page types of SNP_LAUNCH_UPDATE (publication 56860, PAGE_TYPE).</summary>
public enum PageKind
{
    Normal = 1,
    Vmsa = 2,
    Zero = 3,
    Unmeasured = 4,
    Secrets = 5,
    Cpuid = 6,
}
