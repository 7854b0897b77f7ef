using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.Evidence.Composite.Checks;

/// <summary>Whether the parts of the evidence were made for one another, and for us.</summary>
internal static class BindingChecks
{
    /// <summary>Nonces in public sample files and in devices' fallbacks: the vendor's, and APUS's where none was given.</summary>
    private static readonly string[] WellKnown =
    [
        "931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb",
        "da4a06c3604a5fac8aa0b4aaf5a6354cdd0dc7c193299bc3464f30b5cbfb931a",
    ];

    /// <summary>The relying party's own challenge.</summary>
    public static Outcome Challenge(NodeContext context)
    {
        if (context.Evidence is not { } evidence)
        {
            return NodeContext.NotReached;
        }

        return context.Request.Challenge is not { } expected
            ? Outcome.NotChecked(ReasonCode.NodeChallengeMissing, "no challenge was given, so this may be a replay")
            : IsWellKnown(expected.Span) ? Outcome.Fail(
                ReasonCode.NodeChallengeWellKnown, "the challenge is one that everybody knows (a sample, or all bytes alike), so the answer may be a replay")
            : evidence.Challenge is not { } found ? Outcome.Fail(
                ReasonCode.NodeChallenge, $"expected {Convert.ToHexStringLower(expected.Span)}, found no challenge of 32 bytes")
            : expected.Span.SequenceEqual(found.Span) ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.NodeChallenge,
                $"expected {Convert.ToHexStringLower(expected.Span)}, found {Convert.ToHexStringLower(found.Span)}");
    }

    /// <summary>
    /// Below level B the nonces are nobody's claim; but a nonce that everybody knows makes a recording of the device's answer as good as
    /// the device.
    /// </summary>
    public static Outcome GpuNonce(NodeContext context)
    {
        foreach (var device in context.Devices)
        {
            if (device.Report is { } report && IsWellKnown(report.RequesterNonce.Span))
            {
                return Outcome.Fail(
                    ReasonCode.GpuNonceWellKnown,
                    $"{device.Evidence.Place}: the nonce is one that everybody knows, so the answer may be a replay");
            }
        }

        return Derived(context) is { Status: CheckStatus.Fail } mismatch && context.Claimed < CompositeLevel.B
            ? Outcome.NotApplicable($"level {context.Claimed} does not claim it; {mismatch.Detail}")
            : Derived(context);
    }

    /// <summary>Whether every device answered the nonce that is derived from the challenge, whatever is claimed.</summary>
    public static Outcome Derived(NodeContext context)
    {
        if (context.Evidence is null || context.Devices.Count == 0)
        {
            return NodeContext.NotReached;
        }

        if (context.Nonce is not { } nonce)
        {
            return Outcome.Fail(ReasonCode.NodeGpuNonce, "in this form the devices' nonces are not derived from a challenge");
        }

        foreach (var device in context.Devices)
        {
            if (device.Report is not { } report)
            {
                return NodeContext.NotReached;
            }

            if (!report.RequesterNonce.Span.SequenceEqual(nonce))
            {
                return Outcome.Fail(
                    ReasonCode.NodeGpuNonce,
                    $"{device.Evidence.Place}: expected {Convert.ToHexStringLower(nonce)}, derived from the challenge, found {Convert.ToHexStringLower(report.RequesterNonce.Span)}");
            }
        }

        return Outcome.Pass;
    }

    /// <summary>The CPU's report data are what the form makes of the rest of the evidence.</summary>
    public static Outcome ReportData(NodeContext context) =>
        context.Evidence is not { } evidence || context.Cpu?.ReportData is not { } found
        ? NodeContext.NotReached
        : context.Form switch
        {
            BindingForm.None => Outcome.NotApplicable("the form binds nothing"),
            BindingForm.Apus when context.Claimed == CompositeLevel.D => Outcome.NotApplicable(
                "the measurement is not integrated: the report binds nothing of the GPUs"),
            BindingForm.Apus => Apus(evidence.Binding.Apus!, found),
            _ => Own(evidence, context, found),
        };

    /// <summary>The bound key signed every device's leaf certificate, for this challenge.</summary>
    public static Outcome Endorsements(NodeContext context)
    {
        if (context.Form != BindingForm.GpuKey)
        {
            return context.Evidence is null ? NodeContext.NotReached : Outcome.NotApplicable("the form has no key");
        }

        var binding = context.Evidence!.Binding;
        var key = Part.Read(
            () => DerLibrary.Read(binding.Key!.Value, "binding.key", s => DerLibrary.Key(SubjectPublicKeyInfo.GetInstance(s))));
        SignatureAlgorithm? algorithm =
            key.Value?.Kind switch { KeyKind.P384 =>
                SignatureAlgorithm.EcdsaSha384, KeyKind.P256 => SignatureAlgorithm.EcdsaSha256, _ => null };
        if (algorithm is not { } chosen)
        {
            return Outcome.Fail(ReasonCode.NodeKey, key.Detail ?? "binding.key: expected a P-384 or P-256 key, found another");
        }

        if (binding.Endorsements.Count != context.Devices.Count)
        {
            return Outcome.Fail(
                ReasonCode.NodeEndorsement,
                $"expected an endorsement for each of {context.Devices.Count} devices, found {binding.Endorsements.Count}");
        }

        for (var i = 0; i < context.Devices.Count; i++)
        {
            if (context.Devices[i].Leaf is not { } leaf || context.Evidence.Challenge is not { } challenge)
            {
                return NodeContext.NotReached;
            }

            var message = NodeDerivation.Endorsement(challenge.Span, leaf.Der.Span);
            if (!context.Request.Signatures.VerifyFixed(chosen, key.Value!, message, binding.Endorsements[i].Span))
            {
                return Outcome.Fail(
                    ReasonCode.NodeEndorsement, $"{context.Devices[i].Evidence.Place}: binding.endorsements[{i}] does not verify over this challenge and the leaf with serial {leaf.Serial}");
            }
        }

        return Outcome.Pass;
    }

    private static Outcome Own(NodeEvidence evidence, NodeContext context, byte[] found)
    {
        // The derivation has times in it; without them there is nothing to compute.
        if (evidence.Times is not { } times)
        {
            return Outcome.NotChecked(
                ReasonCode.NodeTimeMissing, "the evidence does not say when it was collected, which the report data bind");
        }

        var isLeafMissing = context.Form == BindingForm.GpuIdentity && context.Devices.Any(d => d.Leaf is null);
        if (evidence.Challenge is not { } challenge || isLeafMissing)
        {
            return NodeContext.NotReached;
        }

        var subject = NodeDerivation.Subject(
            context.Form,
            evidence.Devices.Select(d => d.Report),
            context.Devices.Select(d => d.Leaf?.Der ?? default),
            (evidence.Binding.Key ?? default).Span);
        var inventory = evidence.Inventory?.Digest() ?? new byte[NodeDerivation.DigestSize];
        var expected = NodeDerivation.ReportData(context.Form, challenge.Span, times, inventory, subject);
        return Compare(
            expected,
            found,
            $"of form '{BindingForms.NameOf(context.Form)}' over the challenge, times, inventory and devices of this file");
    }

    private static Outcome Apus(ApusBinding binding, byte[] found) =>
        binding.ExpectedNonce is not { } nonce || binding.ExpectedReportData is not { } expected
            ? Outcome.Fail(ReasonCode.NodeReportData, "the envelope lacks the nonce binding, or an id that the report data are made of")
            : !nonce.AsSpan().SequenceEqual(binding.Nonce.Span)
                ? Outcome.Fail(
                    ReasonCode.NodeReportData,
                    $"the CPU's nonce: expected {Convert.ToHexStringLower(nonce)}, the digest of inventory and request nonce, found {Convert.ToHexStringLower(binding.Nonce.Span)}")
                : Compare(expected, found, "of 'lapee-measurement-v1' over the declared ids and the nonce");

    private static Outcome Compare(byte[] expected, byte[] found, string what) => expected.AsSpan().SequenceEqual(found)
        ? Outcome.Pass
        : Outcome.Fail(
            ReasonCode.NodeReportData,
            $"report data: expected {Convert.ToHexStringLower(expected)}, {what}; found {Convert.ToHexStringLower(found)}");

    private static bool IsWellKnown(ReadOnlySpan<byte> nonce) =>
        nonce.IsEmpty || !nonce.ContainsAnyExcept(nonce[0]) || WellKnown.Contains(Convert.ToHexStringLower(nonce));
}
