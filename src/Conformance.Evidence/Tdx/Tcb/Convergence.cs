namespace Conformance.Evidence.Tdx;

/// <summary>The steps by which parts become one status, remembering who changed it last.</summary>
internal sealed class Convergence(TcbSubject subject, TcbInfo info, TcbLevel? newest)
{
    private TcbStatus _status;

    public TcbPart DecidedBy { get; private set; }

    /// <inheritdoc cref="TcbDecision.LoadedModuleUnknown"/>
    public bool LoadedModuleUnknown { get; private set; }

    public TcbStatus Run(TcbGrade? platform, TcbGrade? sgxOnly, bool hasModuleIdentity, TcbGrade? module, TcbGrade? enclave)
    {
        Set(platform?.Status ?? TcbStatus.NotSupported, TcbPart.Platform);
        if (_status == TcbStatus.NotSupported)
        {
            return _status;
        }

        // 1. The module; without an identity its SVN was among the TDX components.
        if (hasModuleIdentity)
        {
            Set(module is null ? TcbStatus.NotSupported : TcbStatuses.Converge(_status, module.Status), TcbPart.Module);
        }

        if (_status is TcbStatus.Revoked or TcbStatus.NotSupported)
        {
            return _status;
        }

        // 2. Relaunch, which an outdated quoting enclave rules out.
        if (enclave is not null && sgxOnly is not null && IsRelaunchAdvised(sgxOnly.Status, module?.Status, enclave.Status))
        {
            var configure = TcbStatuses.NeedsConfiguration(sgxOnly.Status) || TcbStatuses.NeedsConfiguration(_status);
            Set(configure ? TcbStatus.TDRelaunchAdvisedConfigurationNeeded : TcbStatus.TDRelaunchAdvised, TcbPart.Relaunch);
        }

        // 3. The quoting enclave.
        Set(enclave is null ? TcbStatus.NotSupported : TcbStatuses.Converge(_status, enclave.Status), TcbPart.QuotingEnclave);
        return _status;
    }

    private bool IsRelaunchAdvised(TcbStatus sgxOnly, TcbStatus? module, TcbStatus enclave)
    {
        if (subject.TeeTcbSvn2.Length == 0
            || newest is null
            || enclave is TcbStatus.OutOfDate or TcbStatus.Revoked
            || !TcbStatuses.IsCurrent(sgxOnly)
            || _status is not (TcbStatus.OutOfDate or TcbStatus.OutOfDateConfigurationNeeded)
            || module != TcbStatus.OutOfDate)
        {
            return false;
        }

        var loaded = subject.TeeTcbSvn2;
        if (loaded[1] == 0)
        {
            return loaded[0] >= newest.Tdx[0] && loaded[2] >= newest.Tdx[2];
        }

        var identity = info.Module(loaded[1]);
        LoadedModuleUnknown = identity is null;
        return identity is not null && loaded[0] >= identity.Levels.Max(l => l.IsvSvn) && loaded[2] >= newest.Tdx[2];
    }

    private void Set(TcbStatus status, TcbPart part)
    {
        if (status != _status)
        {
            _status = status;
            DecidedBy = part;
        }
    }
}
