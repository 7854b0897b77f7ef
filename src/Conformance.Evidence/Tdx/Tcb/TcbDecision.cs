namespace Conformance.Evidence.Tdx;

/// <summary>Which of the parts made the converged status what it is.</summary>
public enum TcbPart
{
    /// <summary>Everything is up to date: nobody decided.</summary>
    None,
    Platform,
    Module,
    QuotingEnclave,

    /// <summary>The module that started the TD is old and the one that is loaded now is not.</summary>
    Relaunch,
}

/// <summary>The whole TCB decision. A grade that is null was not found or does not apply.</summary>
public sealed record TcbDecision
{
    public required TcbStatus Status { get; init; }

    /// <summary>First level whose SGX components, PCESVN and TDX components are all reached.</summary>
    public required TcbGrade? Platform { get; init; }

    /// <summary>First level whose SGX components and PCESVN are reached; used for the relaunch rule only.</summary>
    public required TcbGrade? SgxOnly { get; init; }

    /// <summary>Null also where the quote's TEE_TCB_SVN[1] is 0: then the TDX components speak for the module.</summary>
    public required TcbGrade? Module { get; init; }

    public required bool HasModuleIdentity { get; init; }

    public required TcbGrade? QuotingEnclave { get; init; }

    public required TcbPart DecidedBy { get; init; }

    /// <summary>What keeps the deciding part from the best level: name, found, needed. Null where nothing does.</summary>
    public required TcbShortfall? Shortfall { get; init; }

    /// <summary>The relaunch rule asked about the module that is loaded now, and collateral has no identity for it.</summary>
    public required bool LoadedModuleUnknown { get; init; }

    /// <summary>Of all three parts, sorted, each once.</summary>
    public required IReadOnlyList<string> Advisories { get; init; }

    /// <summary>Date of the oldest of the three levels.</summary>
    public DateTimeOffset? Date
    {
        get
        {
            DateTimeOffset? oldest = null;
            foreach (var grade in new[] { Platform, Module, QuotingEnclave })
            {
                oldest = grade is not null && (oldest is null || grade.Date < oldest) ? grade.Date : oldest;
            }

            return oldest;
        }
    }
}

/// <summary>The first component that is below what a level asks for.</summary>
/// <param name="Component">As collateral names it: <c>sgxtcbcomponents[1]</c>, <c>pcesvn</c>, <c>tdxtcbcomponents[2]</c>,
/// <c>isvsvn</c>.</param>
public sealed record TcbShortfall(string Component, int Found, int Needed)
{
    public override string ToString() => $"{Component} is {Found}, needed {Needed}";
}
