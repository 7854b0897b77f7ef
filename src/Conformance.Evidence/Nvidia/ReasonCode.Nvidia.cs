namespace Conformance.Evidence.Checks;

/// <summary>Reasons that only GPU and switch evidence has.</summary>
public static partial class ReasonCode
{
    public const string GpuCarrier = "GPU_CARRIER";
    public const string SpdmTruncated = "SPDM_TRUNCATED";
    public const string SpdmTrailing = "SPDM_TRAILING";
    public const string SpdmHeader = "SPDM_HEADER";
    public const string SpdmMeasurement = "SPDM_MEASUREMENT";
    public const string SpdmMeasurementOrder = "SPDM_MEASUREMENT_ORDER";
    public const string OpaqueField = "OPAQUE_FIELD";
    public const string OpaqueVersion = "OPAQUE_VERSION";
    public const string GpuArchitecture = "GPU_ARCHITECTURE";
    public const string GpuReportSignature = "GPU_REPORT_SIGNATURE";
    public const string GpuFwidMismatch = "GPU_FWID_MISMATCH";
    public const string GpuFwidMissing = "GPU_FWID_MISSING";
    public const string GpuNonceMismatch = "GPU_NONCE_MISMATCH";
    public const string GpuNonceMissing = "GPU_NONCE_MISSING";
    public const string GpuNonceWellKnown = "GPU_NONCE_WELL_KNOWN";
    public const string GpuNonceDeclared = "GPU_NONCE_DECLARED";

    public const string RimMissing = "RIM_MISSING";
    public const string RimXml = "RIM_XML";
    public const string RimShape = "RIM_SHAPE";
    public const string RimMeta = "RIM_META";
    public const string RimPayload = "RIM_PAYLOAD";
    public const string RimResource = "RIM_RESOURCE";
    public const string RimDuplicateIndex = "RIM_DUPLICATE_INDEX";
    public const string RimCertificate = "RIM_CERTIFICATE";
    public const string RimSignatureForm = "RIM_SIGNATURE_FORM";
    public const string RimDigest = "RIM_DIGEST";
    public const string RimSignature = "RIM_SIGNATURE";
    public const string RimVersion = "RIM_VERSION";
    public const string RimEdition = "RIM_EDITION";
    public const string RimAmbiguous = "RIM_AMBIGUOUS";
    public const string RimNotPinned = "RIM_NOT_PINNED";
    public const string RimIndexConflict = "RIM_INDEX_CONFLICT";
    public const string MeasurementMismatch = "MEASUREMENT_MISMATCH";
    public const string MeasurementNothingActive = "MEASUREMENT_NOTHING_ACTIVE";
    public const string NvdecStatus = "NVDEC_STATUS";

    public const string OcspMissing = "OCSP_MISSING";
    public const string OcspMalformed = "OCSP_MALFORMED";
    public const string OcspStatus = "OCSP_STATUS";
    public const string OcspSerial = "OCSP_SERIAL";
    public const string OcspResponder = "OCSP_RESPONDER";
    public const string OcspSignature = "OCSP_SIGNATURE";
    public const string OcspNonce = "OCSP_NONCE";
    public const string OcspStale = "OCSP_STALE";
    public const string OcspNotYetValid = "OCSP_NOT_YET_VALID";
    public const string OcspUnknown = "OCSP_UNKNOWN";
    public const string CertificateHold = "CERTIFICATE_HOLD";

    public const string TokenFormat = "TOKEN_FORMAT";
    public const string TokenAlgorithm = "TOKEN_ALGORITHM";
    public const string TokenKey = "TOKEN_KEY";
    public const string TokenKeyChain = "TOKEN_KEY_CHAIN";
    public const string TokenSignature = "TOKEN_SIGNATURE";
    public const string TokenIssuer = "TOKEN_ISSUER";
    public const string TokenSubmodule = "TOKEN_SUBMODULE";
    public const string TokenNonce = "TOKEN_NONCE";
    public const string TokenExpired = "TOKEN_EXPIRED";
    public const string TokenNotYetValid = "TOKEN_NOT_YET_VALID";
    public const string TokenResult = "TOKEN_RESULT";
    public const string TokenRule = "TOKEN_RULE";

    public const string PolicyArchitecture = "POLICY_ARCHITECTURE";
    public const string PolicyDriver = "POLICY_DRIVER";
    public const string PolicyVbios = "POLICY_VBIOS";
    public const string PolicyMode = "POLICY_MODE";

    public const string PolicyIdentity = "POLICY_IDENTITY";

    public const string NodeNonce = "NODE_NONCE";
    public const string NodeDuplicate = "NODE_DUPLICATE";
    public const string NodeMode = "NODE_MODE";
    public const string NodeCount = "NODE_COUNT";
    public const string NodeTopology = "NODE_TOPOLOGY";
}
