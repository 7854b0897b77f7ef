using Conformance.Evidence.Checks;
using Conformance.EvidenceMaker.Keys;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>Genuine reports with an ID block that is not theirs, or is not what its keys signed.</summary>
internal static class IdBlockTwins
{
    private const string Check = "snp.id-block.";

    public static IReadOnlyList<SnpTwin> All { get; } =
    [
        Twin("form", ReasonCode.SnpIdBlockMalformed, b => b.Edit = k => k[0x50] = 2, "version"),
        Twin("form", ReasonCode.SnpIdBlockMalformed, b => b.HasAuth = false, "without-auth"),
        Twin("form", ReasonCode.SnpIdBlockMalformed, b => b.DamageAuth = a => a[0] = 2, "algorithm"),
        Twin("form", ReasonCode.SnpIdBlockMalformed, b => b.DamageAuth = a => a[0x08] = 1, "reserved"),
        Twin("form", ReasonCode.SnpIdBlockMalformed, b => b.DamageAuth = a => a[0x240] = 1, "curve"),
        Twin("form", ReasonCode.SnpIdBlockMalformed, b => b.DamageAuth = a => a[0x240 + 4 + 48] = 1, "coordinate"),
        Twin("form", ReasonCode.SnpIdBlockMalformed, b => b.DamageAuth = a => a[0x040 + 144] = 1, "signature-padding"),
        Twin("signature", ReasonCode.SnpIdBlockSignature, b => b.DamageAuth = a => a[0x040] ^= 1),
        Twin("key", ReasonCode.SnpIdBlockKey, b => b.Key = SyntheticKeys.P384("another id key")),
        Authored("author-signature", ReasonCode.SnpIdBlockAuthorSignature, b => b.DamageAuth = a => a[0x680] ^= 1),
        Authored("author-key", ReasonCode.SnpIdBlockAuthorKey, b => b.Author = SyntheticKeys.P384("another author key")),
        Content("measurement", 0), Content("family-id", 48), Content("image-id", 64), Content("guest-svn", 84), Content("policy", 88),
    ];

    private static SnpTwin Content(string variant, int offset) =>
        Twin("content", ReasonCode.SnpIdBlockContent, b => b.Edit = k => k[offset] ^= 1, variant);

    private static SnpTwin Twin(string check, string reason, Action<IdBlockSpec> change, string variant = "") =>
        SnpTwin.Of(Check + check, reason, s => change(s.IdBlock!), () => Sound(new IdBlockSpec()), variant);

    private static SnpTwin Authored(string check, string reason, Action<IdBlockSpec> change) =>
        SnpTwin.Of(Check + check, reason, s => change(s.IdBlock!), () => Sound(new IdBlockSpec { HasAuthor = true }).With(s =>
        {
            s.Set(0x048, 1);
            s.Set(0x110, IdBlockSpec.DigestOf(SyntheticKeys.P384("author key")));
        }));

    private static SnpScenario Sound(IdBlockSpec spec) => new SnpScenario().With(s =>
    {
        s.IdBlock = spec;
        s.Set(0x0E0, IdBlockSpec.DigestOf(SyntheticKeys.P384("id key")));
    });
}
