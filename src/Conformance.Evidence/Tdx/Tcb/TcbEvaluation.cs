namespace Conformance.Evidence.Tdx;

//  TCB decision (Intel's quote verification library; relaunch rule of TD 1.5 included).
//  Input:   PCK components and PCESVN (from the certificate, never from the quote), TEE_TCB_SVN and TEE_TCB_SVN_2 of the quote,
//           ISVSVN of the quoting enclave, TCB info, QE identity.
//  Order:   platform, module, relaunch, quoting enclave; each can only make the status worse.
//  Output:  TcbDecision. No exception on any data.

/// <summary>What the platform is measured by.</summary>
/// <param name="Sgx">16 components of the PCK certificate.</param>
/// <param name="TeeTcbSvn2">16 bytes, or none for TD 1.0.</param>
public sealed record TcbSubject(byte[] Sgx, ushort PceSvn, byte[] TeeTcbSvn, byte[] TeeTcbSvn2, ushort QeIsvSvn)
{
    /// <summary>Major version of the TDX module; 0 where TDX components 0 and 1 speak for it.</summary>
    public byte ModuleVersion => TeeTcbSvn[1];

    /// <summary>From here on TDX components belong to the platform: 0 and 1 are the module's where it has an identity.</summary>
    public int FirstTdxComponent => ModuleVersion > 0 ? 2 : 0;
}

/// <summary>Finds levels and combines them.</summary>
public static class TcbEvaluation
{
    public static TcbDecision Decide(TcbSubject subject, TcbInfo info, QeIdentity identity)
    {
        // Data by Intel is sorted already; its library sorts all the same.
        var levels = info.Levels.OrderDescending(TcbLevel.Order).ToArray();
        var sgxOnly = levels.FirstOrDefault(l => ShortfallOf(l, subject, withTdx: false) is null);
        var platform = levels.FirstOrDefault(l => ShortfallOf(l, subject, withTdx: true) is null);
        var hasIdentity = subject.ModuleVersion > 0;
        var module = hasIdentity ? info.Module(subject.ModuleVersion) : null;
        var moduleLevel = LevelOf(module?.Levels, subject.TeeTcbSvn[0]);
        var enclave = LevelOf(identity.Levels, subject.QeIsvSvn);
        var steps = new Convergence(subject, info, levels.FirstOrDefault());
        var status = steps.Run(platform?.Grade, sgxOnly?.Grade, hasIdentity, moduleLevel?.Grade, enclave?.Grade);
        return new TcbDecision
        {
            Status = status,
            Platform = platform?.Grade,
            SgxOnly = sgxOnly?.Grade,
            Module = moduleLevel?.Grade,
            HasModuleIdentity = hasIdentity,
            QuotingEnclave = enclave?.Grade,
            DecidedBy = steps.DecidedBy,
            LoadedModuleUnknown = steps.LoadedModuleUnknown,
            Shortfall = steps.DecidedBy switch
            {
                TcbPart.Platform => levels.Length == 0 ? null : ShortfallOf(Target(levels, platform), subject, withTdx: true),
                TcbPart.Module or TcbPart.Relaunch => ShortfallOf(module?.Levels, subject.TeeTcbSvn[0]),
                TcbPart.QuotingEnclave => ShortfallOf(identity.Levels, subject.QeIsvSvn),
                _ => null,
            },
            Advisories = [.. new[] { platform?.Grade, moduleLevel?.Grade, enclave?.Grade }
                .SelectMany(g => g?.Advisories ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    internal static EnclaveTcbLevel? LevelOf(IReadOnlyList<EnclaveTcbLevel>? levels, int svn) =>
        levels?.OrderByDescending(l => l.IsvSvn).FirstOrDefault(l => l.IsvSvn <= svn);

    /// <summary>A platform without a level is compared with the lowest one, the others with the best.</summary>
    private static TcbLevel Target(TcbLevel[] sorted, TcbLevel? found) => found is null ? sorted[^1] : sorted[0];

    private static TcbShortfall? ShortfallOf(TcbLevel level, TcbSubject subject, bool withTdx)
    {
        for (var i = 0; i < TcbLevel.Components; i++)
        {
            if (subject.Sgx[i] < level.Sgx[i])
            {
                return new($"sgxtcbcomponents[{i}]", subject.Sgx[i], level.Sgx[i]);
            }
        }

        if (subject.PceSvn < level.PceSvn)
        {
            return new("pcesvn", subject.PceSvn, level.PceSvn);
        }

        for (var i = withTdx ? subject.FirstTdxComponent : TcbLevel.Components; i < TcbLevel.Components; i++)
        {
            if (subject.TeeTcbSvn[i] < level.Tdx[i])
            {
                return new($"tdxtcbcomponents[{i}]", subject.TeeTcbSvn[i], level.Tdx[i]);
            }
        }

        return null;
    }

    private static TcbShortfall? ShortfallOf(IReadOnlyList<EnclaveTcbLevel>? levels, int svn)
    {
        var best = levels is null || levels.Count == 0 ? -1 : levels.Max(l => l.IsvSvn);
        return svn < best ? new("isvsvn", svn, best) : null;
    }
}
