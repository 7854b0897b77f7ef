using Conformance.Evidence.Checks;
using Conformance.Kernels.Signing;

namespace Conformance.Kernels;

/// <summary>The one way from bytes to a module that may be loaded.</summary>
public static class KernelContainer
{
    /// <param name="files">Container, statement and signature.</param>
    /// <param name="trust">Whom to believe; <see cref="KernelTrust.Development"/> for this repository's own modules.</param>
    /// <param name="time">At which certificates have to be valid.</param>
    /// <param name="name">The container that is meant: a valid one of another name is refused.</param>
    /// <exception cref="KernelRefusedException">The verdict is not an accept.</exception>
    public static KernelModule Open(KernelFiles files, KernelTrust trust, DateTimeOffset time, string name)
    {
        var request = new KernelRequest(files, trust, time, name);
        var verdict = KernelVerifier.Verify(request);
        if (!verdict.Accepted)
        {
            throw new KernelRefusedException(name, verdict);
        }

        var (statement, chain) = (request.Statement.Value!, request.Chain.Value!);
        return new KernelModule
        {
            Name = statement.Name,
            Version = statement.Version,
            Digest = statement.Digest,
            Signer = chain.Signer.Subject.ToString(),
            RootFingerprint = chain.Last.Fingerprint,
            IsDevelopment = chain.Last.Fingerprint == DevelopmentChain.Root.Fingerprint,
            Images = request.Images.Value!,
        };
    }
}

/// <summary>A container that must not be loaded.</summary>
public sealed class KernelRefusedException(string name, EvidenceVerdict verdict)
    : Exception($"kernel container '{name}': {verdict.Reason} ({verdict.Decisive?.Check.Id}): {verdict.Decisive?.Detail}")
{
    /// <summary>A reason code.</summary>
    public string Reason { get; } = verdict.Reason ?? "";

    public EvidenceVerdict Verdict { get; } = verdict;
}
