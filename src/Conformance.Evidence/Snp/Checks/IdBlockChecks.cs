using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp.IdBlocks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether an ID block that came along is the one that this guest was launched with, and whose it is.</summary>
internal static class IdBlockChecks
{
    private static readonly Outcome None = Outcome.NotChecked(ReasonCode.NoReferenceValue, "no ID block was given");

    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        Of("form", "The ID block and its authentication are well formed", "ID block, ID authentication", (context, _) =>
            context.IdBlock.Problem is { } problem ? Outcome.Fail(problem.Reason, problem.Message)
            : context.IdBlock.Value is null ? None
            : Outcome.Pass),
        OnBlock("signature", "The ID key signs the ID block", "ID authentication, ID_BLOCK_SIG", (context, _, block) =>
            context.Signatures.VerifyFixed(SignatureAlgorithm.EcdsaSha384, block.Key.Key, block.Bytes, block.Signature)
                ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.SnpIdBlockSignature, "ID authentication 0x040: does not verify over the ID block under the ID key")),
        OnBlock("key", "ID_KEY_DIGEST is the digest of the ID key", "ATTESTATION_REPORT, ID_KEY_DIGEST", (_, report, block) =>
            Digest(report.IdKeyDigest, block.Key, ReasonCode.SnpIdBlockKey, "ID_KEY_DIGEST at 0x0e0")),
        OnBlock("author-signature", "The author key signs the ID key, where one is in force", "ID authentication, ID_KEY_SIG", (context, report, block) =>
            OnAuthor(report, block, key => context.Signatures.VerifyFixed(SignatureAlgorithm.EcdsaSha384, key.Key, block.KeyForm, block.AuthorSignature!)
                ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.SnpIdBlockAuthorSignature,
                    "ID authentication 0x680: does not verify over the ID key under the author key"))),
        OnBlock("author-key", "AUTHOR_KEY_DIGEST is the digest of the author key, where one is in force", "ATTESTATION_REPORT, AUTHOR_KEY_DIGEST", (_, report, block) =>
            OnAuthor(
                report, block, key => Digest(report.AuthorKeyDigest, key, ReasonCode.SnpIdBlockAuthorKey, "AUTHOR_KEY_DIGEST at 0x110"))),
        OnBlock("content", "Launch digest, family, image, SVN and policy of the ID block are the report's", "SNP_LAUNCH_FINISH, ID block",
            (_, report, block) => Content(report, block)),
    ];

    private static Outcome Content(SnpReport report, IdBlock block) =>
        !block.LaunchDigest.SequenceEqual(report.Measurement) ? Differs("MEASUREMENT at 0x090", block.LaunchDigest, report.Measurement)
        : !block.FamilyId.SequenceEqual(report.FamilyId) ? Differs("FAMILY_ID at 0x010", block.FamilyId, report.FamilyId)
        : !block.ImageId.SequenceEqual(report.ImageId) ? Differs("IMAGE_ID at 0x020", block.ImageId, report.ImageId)
        : block.GuestSvn != report.GuestSvn ? Differs("GUEST_SVN at 0x004", $"{block.GuestSvn}", $"{report.GuestSvn}")
        : block.Policy != report.Policy.Value ? Differs("POLICY at 0x008", $"0x{block.Policy:x}", $"0x{report.Policy.Value:x}")
        : Outcome.Pass;

    private static Outcome Differs(string field, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found) =>
        Differs(field, Convert.ToHexStringLower(expected), Convert.ToHexStringLower(found));

    private static Outcome Differs(string field, string expected, string found) =>
        Outcome.Fail(ReasonCode.SnpIdBlockContent, $"{field}: expected the ID block's {expected}, found {found}");

    private static Outcome Digest(ReadOnlySpan<byte> found, IdKey key, string reason, string field) => found.SequenceEqual(key.Digest)
        ? Outcome.Pass
        : Outcome.Fail(reason, $"{field}: expected {Convert.ToHexStringLower(key.Digest)}, found {Convert.ToHexStringLower(found)}");

    private static Outcome OnAuthor(SnpReport report, IdBlock block, Func<IdKey, Outcome> run) =>
        !report.KeyInfo.AuthorKeyEnabled ? Outcome.NotApplicable("no author key is in force")
        : block.AuthorKey is { } key ? run(key)
        : Outcome.Fail(ReasonCode.SnpIdBlockAuthorKey, "ID authentication 0x004: expected an author key as the report has, found none");

    private static Check<SnpContext> OnBlock(
        string id, string title, string clause, Func<SnpContext, SnpReport, IdBlock, Outcome> run) => Of(id, title, clause, (context, report) =>
        context.IdBlock.Value is { } block ? run(context, report, block) : context.IdBlock.Problem is null ? None : SnpChecks.NotReached);

    private static Check<SnpContext> Of(string id, string title, string clause, Func<SnpContext, SnpReport, Outcome> run) =>
        SnpChecks.OnReport("snp.id-block." + id, title, SnpChecks.Abi + clause, CheckClass.Policy, false, run);
}
