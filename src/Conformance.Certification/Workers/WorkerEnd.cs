using System.Globalization;
using Conformance.Verdicts;

namespace Conformance.Certification.Workers;

/// <summary>What the end of a worker process means for the case that it was at.</summary>
internal static class WorkerEnd
{
    private const int SignalBase = 128;
    private const int Kill = 9;

    public static (CaseStatus Status, string Reason, string Detail) Describe(int? exitCode, string step, string lastWords)
    {
        var words = lastWords.Length == 0 ? "" : $"; it said: {lastWords}";
        return exitCode switch
        {
            // Nobody here sends this signal before it is told so: the kernel does when memory ends.
            SignalBase + Kill => (CaseStatus.Error, "KILLED",
                $"the worker was killed (signal 9) at {step}, as the kernel does when memory runs out{words}"),
            > SignalBase => (CaseStatus.Crash, "SIGNAL_" + (exitCode.Value - SignalBase).ToString(CultureInfo.InvariantCulture),
                $"the worker died of signal {exitCode - SignalBase} at {step}{words}"),
            null => (CaseStatus.Crash, "OUTPUT_CLOSED", $"the worker closed its output at {step}{words}"),
            _ => (CaseStatus.Crash, "EXIT_" + exitCode.Value.ToString(CultureInfo.InvariantCulture),
                $"the worker ended with code {exitCode} at {step}{words}"),
        };
    }
}
