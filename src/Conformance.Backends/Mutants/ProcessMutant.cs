using System.Diagnostics;
using System.Globalization;
using Conformance.Backends.Hosted;
using Conformance.Numerics.Operators;
using Conformance.Operators;

namespace Conformance.Backends.Mutants;

/// <summary>
/// The reference, except that one operator (or each) does something that no result can report: it kills its process, never
/// ends, is killed from outside, talks on standard output. Also a wrong bit and a changing one, so that a run has all statuses.
/// </summary>
internal sealed class ProcessMutant : HostBackend
{
    public static readonly IReadOnlyList<string> Faults = ["crash", "hang", "killed", "noisy", "throws", "memory", "bit", "flaky"];

    private readonly string _fault;
    private readonly string? _operator;
    private int _calls;

    public ProcessMutant(string selector, string fault, string? operatorName)
    {
        _fault = fault;
        _operator = operatorName;
        Facts = new(selector, "mutant", fault, new SortedDictionary<string, string>(), new SortedDictionary<string, string>());
    }

    public override BackendFacts Facts { get; }

    protected override void Execute(OperatorCall call)
    {
        var arguments = Arguments(call);
        ReferenceOperators.Run(arguments);
        if (_operator is null || _operator == call.Operator.Name)
        {
            Break(TensorOf(call.Outputs[^1])!.Data);
        }
    }

    private void Break(byte[] result)
    {
        _calls++;
        switch (_fault)
        {
            case "crash":
                Environment.FailFast("a mutant crashed on purpose");
                break;
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "killed":
                // What the kernel's out-of-memory killer does.
                using (Process.Start("kill", ["-9", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]))
                {
                    Thread.Sleep(Timeout.Infinite);
                }

                break;
            case "noisy":
                // Not a whole line: what a native library's printf leaves before the next answer.
                using (var raw = Console.OpenStandardOutput())
                {
                    raw.Write("{\"noise\": from a library"u8);
                }

                break;
            case "throws":
                throw new InvalidOperationException("a fault of a kind that no backend should let out");
            case "memory":
                throw new BackendException(BackendFailure.OutOfMemory, "a mutant ran out of memory on purpose");
            default:
                if (result.Length > 0 && (_fault == "bit" || _calls % 2 == 0))
                {
                    result[0] ^= 1;
                }

                break;
        }
    }
}
