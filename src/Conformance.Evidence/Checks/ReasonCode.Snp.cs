namespace Conformance.Evidence.Checks;

public static partial class ReasonCode
{
    public const string SnpContainer = "SNP_CONTAINER";
    public const string SnpReportSize = "SNP_REPORT_SIZE";
    public const string SnpVersion = "SNP_VERSION";
    public const string SnpSignatureAlgorithm = "SNP_SIGNATURE_ALGORITHM";
    public const string SnpReservedNotZero = "SNP_RESERVED_NOT_ZERO";
    public const string SnpPolicyReserved = "SNP_POLICY_RESERVED";
    public const string SnpPlatformReserved = "SNP_PLATFORM_RESERVED";
    public const string SnpKeyInfoReserved = "SNP_KEY_INFO_RESERVED";
    public const string SnpSigningKey = "SNP_SIGNING_KEY";
    public const string SnpVmplRange = "SNP_VMPL_RANGE";
    public const string SnpAuthorDigest = "SNP_AUTHOR_DIGEST";
    public const string SnpTcbReserved = "SNP_TCB_RESERVED";
    public const string SnpTcbLayout = "SNP_TCB_LAYOUT";
    public const string SnpSignatureRange = "SNP_SIGNATURE_RANGE";

    public const string SnpProductUnknown = "SNP_PRODUCT_UNKNOWN";
    public const string SnpReportSignature = "SNP_REPORT_SIGNATURE";
    public const string SnpVekExtension = "SNP_VEK_EXTENSION";
    public const string SnpVekIdentity = "SNP_VEK_IDENTITY";
    public const string SnpVekProduct = "SNP_VEK_PRODUCT";
    public const string SnpVekStepping = "SNP_VEK_STEPPING";
    public const string SnpVekTcb = "SNP_VEK_TCB";
    public const string SnpVekChipId = "SNP_VEK_CHIP_ID";
    public const string SnpTablePlatform = "SNP_TABLE_PLATFORM";
    public const string SnpHclBinding = "SNP_HCL_BINDING";

    public const string SnpDebug = "SNP_DEBUG";
    public const string SnpMigration = "SNP_MIGRATION";
    public const string SnpSmt = "SNP_SMT";
    public const string SnpCxl = "SNP_CXL";
    public const string SnpSingleSocket = "SNP_SINGLE_SOCKET";
    public const string SnpAes256Xts = "SNP_AES_256_XTS";
    public const string SnpRapl = "SNP_RAPL";
    public const string SnpCiphertextHiding = "SNP_CIPHERTEXT_HIDING";
    public const string SnpPageSwap = "SNP_PAGE_SWAP";
    public const string SnpAbi = "SNP_ABI";
    public const string SnpVmpl = "SNP_VMPL";
    public const string SnpSigner = "SNP_SIGNER";
    public const string SnpProductLine = "SNP_PRODUCT_LINE";

    public const string SnpPlatformSmt = "SNP_PLATFORM_SMT";
    public const string SnpPlatformTsme = "SNP_PLATFORM_TSME";
    public const string SnpPlatformTio = "SNP_PLATFORM_TIO";
    public const string SnpPlatformEcc = "SNP_PLATFORM_ECC";
    public const string SnpPlatformRapl = "SNP_PLATFORM_RAPL";
    public const string SnpPlatformCiphertextHiding = "SNP_PLATFORM_CIPHERTEXT_HIDING";
    public const string SnpPlatformAliasCheck = "SNP_PLATFORM_ALIAS_CHECK";
    public const string SnpPlatformIommu = "SNP_PLATFORM_IOMMU";

    public const string SnpMeasurement = "SNP_MEASUREMENT";
    public const string SnpReportData = "SNP_REPORT_DATA";
    public const string SnpHostData = "SNP_HOST_DATA";
    public const string SnpFamilyId = "SNP_FAMILY_ID";
    public const string SnpImageId = "SNP_IMAGE_ID";
    public const string SnpReportId = "SNP_REPORT_ID";
    public const string SnpReportIdMa = "SNP_REPORT_ID_MA";
    public const string SnpChipId = "SNP_CHIP_ID";
    public const string SnpChipIdMasked = "SNP_CHIP_ID_MASKED";
    public const string SnpCspId = "SNP_CSP_ID";
    public const string SnpGuestSvn = "SNP_GUEST_SVN";
    public const string SnpBuild = "SNP_BUILD";
    public const string SnpFirmwareVersion = "SNP_FIRMWARE_VERSION";
    public const string SnpTcbMinimum = "SNP_TCB_MINIMUM";
    public const string SnpTcbLaunchMinimum = "SNP_TCB_LAUNCH_MINIMUM";
    public const string SnpTcbCommittedMinimum = "SNP_TCB_COMMITTED_MINIMUM";
    public const string SnpTcbReportedAboveCurrent = "SNP_TCB_REPORTED_ABOVE_CURRENT";
    public const string SnpCommittedAboveCurrent = "SNP_COMMITTED_ABOVE_CURRENT";
    public const string SnpProvisionalFirmware = "SNP_PROVISIONAL_FIRMWARE";
    public const string SnpIdKey = "SNP_ID_KEY";
    public const string SnpAuthorKey = "SNP_AUTHOR_KEY";
    public const string SnpIdBlockMalformed = "SNP_ID_BLOCK_MALFORMED";
    public const string SnpIdBlockSignature = "SNP_ID_BLOCK_SIGNATURE";
    public const string SnpIdBlockKey = "SNP_ID_BLOCK_KEY";
    public const string SnpIdBlockAuthorSignature = "SNP_ID_BLOCK_AUTHOR_SIGNATURE";
    public const string SnpIdBlockAuthorKey = "SNP_ID_BLOCK_AUTHOR_KEY";
    public const string SnpIdBlockContent = "SNP_ID_BLOCK_CONTENT";
    public const string SnpLaunchMitigation = "SNP_LAUNCH_MITIGATION";
    public const string SnpCurrentMitigation = "SNP_CURRENT_MITIGATION";
}
