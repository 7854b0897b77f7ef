namespace Conformance.Cli;

/// <summary>What the command's exit codes mean (docs/verdicts.md); verdicts bring their own.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int NotConformant = 1;
    public const int Usage = 2;
    public const int Harness = 3;
    public const int Inconclusive = 4;
    public const int Verification = 5;
    public const int Interrupted = 130;

    public const string Help =
        """
        Exit codes:
          0    conformant, or done
          1    not conformant: a listed case failed, crashed, hung or changed between executions
          2    usage or configuration error
          3    harness error: no verdict
          4    inconclusive: a backend that the profile needs is absent, or nothing ran
          5    vectors, report or evidence failed verification
          130  interrupted; the partial report is marked incomplete
        """;
}
