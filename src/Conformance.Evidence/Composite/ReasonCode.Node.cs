namespace Conformance.Evidence.Checks;

/// <summary>Reasons that only evidence of CPU and GPUs together has.</summary>
public static partial class ReasonCode
{
    public const string NodeFormat = "NODE_FORMAT";
    public const string NodeChallenge = "NODE_CHALLENGE";
    public const string NodeChallengeMissing = "NODE_CHALLENGE_MISSING";
    public const string NodeChallengeWellKnown = "NODE_CHALLENGE_WELL_KNOWN";
    public const string NodeReportData = "NODE_REPORT_DATA";
    public const string NodeGpuNonce = "NODE_GPU_NONCE";
    public const string NodeKey = "NODE_KEY";
    public const string NodeEndorsement = "NODE_ENDORSEMENT";
    public const string NodeInventoryDigest = "NODE_INVENTORY_DIGEST";
    public const string NodeInventoryDuplicate = "NODE_INVENTORY_DUPLICATE";
    public const string NodeInventoryMissing = "NODE_INVENTORY_MISSING";
    public const string NodeInventoryCount = "NODE_INVENTORY_COUNT";
    public const string NodeNoGpu = "NODE_NO_GPU";
    public const string NodeTimeSpread = "NODE_TIME_SPREAD";
    public const string NodeTimeAge = "NODE_TIME_AGE";
    public const string NodeTimeFuture = "NODE_TIME_FUTURE";
    public const string NodeTimeMissing = "NODE_TIME_MISSING";
    public const string NodeEndorsementAge = "NODE_ENDORSEMENT_AGE";
    public const string NodeGuestNotMeasured = "NODE_GUEST_NOT_MEASURED";
    public const string NodeLevelClaim = "NODE_LEVEL_CLAIM";
    public const string NodeLevelMinimum = "NODE_LEVEL_MINIMUM";
    public const string NodeLevelSideBySide = "NODE_LEVEL_SIDE_BY_SIDE";
}
