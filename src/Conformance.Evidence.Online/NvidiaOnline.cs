using System.Security.Cryptography;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Online;

//  Manifests:  GET {rim}/v1/rim/{id}   JSON with the XML in base64 and its SHA-256 (RimAnswer)
//  Revocation: POST {ocsp}             RFC 6960, a question with a nonce for each certificate that the service knows:
//              positions 1 to n-2 of a device's chain, 0 to n-2 of a manifest signer's

/// <summary>Completes evidence of GPUs and switches with what NVIDIA publishes about it.</summary>
public static class NvidiaOnline
{
    private static readonly string[] JsonTypes = ["application/json"];

    /// <summary>
    /// The requests with the manifests and answers that they lacked, as far as they could be fetched. Whatever is the same for several
    /// devices is fetched once.
    /// </summary>
    public static async Task<IReadOnlyList<NvidiaRequest>> CompleteAsync(
        this OnlineSession session, IReadOnlyList<NvidiaRequest> requests, CancellationToken stop = default)
    {
        session.Begin();
        var rims = requests[0].Rims.ToList();
        var answers = requests[0].OcspAnswers.ToList();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            var context = new NvidiaContext(request);
            foreach (var (role, id) in Missing(context))
            {
                if (asked.Add(id) && await RimAsync(session, role, id, stop) is { } rim)
                {
                    rims.Add(rim);
                }
            }
        }

        foreach (var request in requests)
        {
            var context = new NvidiaContext(request with { Rims = rims });
            foreach (var (certificate, issuer) in Questions(context))
            {
                // A given answer will do, if it is fresh; if not, the verifier could use another.
                if (asked.Add(certificate.Fingerprint)
                    && !answers.Exists(a =>
                        a.Value is { } given && given.IsAbout(certificate, issuer) && given.IsFresh(session.Clock.GetUtcNow())))
                {
                    if (await AnswerAsync(session, certificate, issuer, stop) is { } answer)
                    {
                        answers.Add(answer);
                    }
                }
            }
        }

        return [.. requests.Select(r => r with { Rims = rims, OcspAnswers = answers })];
    }

    private static IEnumerable<(RimRole Role, string Id)> Missing(NvidiaContext context)
    {
        foreach (var role in (RimRole[])[RimRole.Driver, RimRole.Vbios])
        {
            // One that was given and does not fit is the caller's to explain; but a fitting one may exist.
            if (context.Report.Value is { } report && RimId.Of(role, report, context.Architecture) is { } id
                && !string.Equals(
                    context.Rim(role).Rim?.Meta.Version, SelectedRim.Version(role, report), StringComparison.OrdinalIgnoreCase))
            {
                yield return (role, id);
            }
        }
    }

    private static IEnumerable<(Certificate Certificate, Certificate Issuer)> Questions(NvidiaContext context)
    {
        var chains = new List<IReadOnlyList<Certificate>>();
        if (context.Chain.Value is { } device)
        {
            chains.Add([.. device.Skip(1)]);
        }

        chains.AddRange(((RimRole[])[RimRole.Driver, RimRole.Vbios]).Select(r => context.Rim(r).Rim?.Chain)
            .OfType<IReadOnlyList<Certificate>>());
        return chains.SelectMany(c => c.Zip(c.Skip(1)));
    }

    private static async Task<Part<Rim>?> RimAsync(OnlineSession session, RimRole role, string id, CancellationToken stop)
    {
        var input = role == RimRole.Driver ? "driver_rim" : "vbios_rim";
        var address = new Uri($"{SnpOnline.Base(session.Options.ManifestService)}/v1/rim/{Uri.EscapeDataString(id)}");
        var resource = new Resource(input, address, RimAnswer.MaxSize, JsonTypes, [], f => RimAnswer.Read(f.Body, id));
        return await session.GetAsync(resource, stop) is { } fetched
            ? Part.Read(() => RimReader.Read(RimAnswer.Read(fetched.Body, id), id))
            : null;
    }

    private static async Task<Part<OcspAnswer>?> AnswerAsync(
        OnlineSession session, Certificate certificate, Certificate issuer, CancellationToken stop)
    {
        var nonce = RandomNumberGenerator.GetBytes(32);
        var name = certificate.Subject.CommonName ?? certificate.Serial;
        var question = new Question(OcspQuestion.Of(certificate, issuer, nonce), "application/ocsp-request", $"{certificate.Fingerprint}");
        var resource = new Resource(
            "ocsp " + name, session.Options.RevocationService, OcspReader.MaxSize, ["application/ocsp-response"], [], f =>
                Usable(session, f, certificate, issuer))
        {
            Question = question,
        };
        if (await session.GetAsync(resource, stop) is not { } fetched)
        {
            return null;
        }

        // What is out of the cache was an answer to another nonce, which was compared then. It is used as long as it says that it is good
        // for.
        var answer = OcspReader.Read(fetched.Body, "ocsp " + name);
        answer.AskedNonce = fetched.IsCached ? default(ReadOnlyMemory<byte>?) : nonce;
        return new Part<OcspAnswer>(answer, null, null);
    }

    private static void Usable(OnlineSession session, Fetched fetched, Certificate certificate, Certificate issuer)
    {
        var answer = OcspReader.Read(fetched.Body, "answer");
        if (!answer.IsAbout(certificate, issuer))
        {
            throw new EvidenceFormatException(
                Checks.ReasonCode.OcspSerial, "answer", $"expected one about serial {certificate.Serial}, found {answer.Serial}");
        }

        if (fetched.IsCached && !answer.IsFresh(session.Clock.GetUtcNow()))
        {
            throw new EvidenceFormatException(Checks.ReasonCode.OcspStale, "answer", "no longer valid");
        }
    }
}
