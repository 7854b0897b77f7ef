using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Tensors;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Running;

public sealed class CaseRunnerTests
{
    public static TheoryData<BackendFailure> Failures => [.. Enum.GetValues<BackendFailure>()];

    [Fact]
    public void Right_bits_twice_are_a_pass()
    {
        var vector = new ScriptedCase(".");
        var result = Run(vector);

        Assert.Equal((CaseStatus.Pass, ComparisonClass.Exact), (result.Status, result.Class!.Value));
        Assert.Equal(("fake/case", "fake", "fake:0"), (result.CaseId, result.Operator, result.Backend));
        Assert.Equal([new("stage", "good stage digest"), new KeyValuePair<string, string>("y", "good y digest")], result.Digests);
        Assert.Null(result.Reason);
        Assert.Null(result.Mismatch);
        Assert.Equal(CaseRunner.DefaultRepeats, vector.Executions);
        Assert.Equal(1, vector.Disposals);
        Assert.True(result.DurationNanoseconds >= 0);
    }

    [Fact]
    public void The_same_wrong_bits_every_time_are_a_failure_and_deterministic()
    {
        var vector = new ScriptedCase("y");
        var result = Run(vector);

        Assert.Equal((CaseStatus.Fail, ComparisonClass.Deterministic), (result.Status, result.Class!.Value));
        Assert.Equal("DIGEST_MISMATCH", result.Reason);
        Assert.Equal("y", result.Mismatch!.Where);
        // Wrong is told from flaky by more executions than a pass needs.
        Assert.Equal(3, vector.Executions);
        Assert.Equal(1, vector.Disposals);
    }

    [Fact]
    public void The_first_wrong_stage_is_the_one_that_is_located()
    {
        var vector = new ScriptedCase("s");
        Assert.Equal("stage", Run(vector).Mismatch!.Where);
        Assert.Equal(["stage"], vector.Located);
    }

    [Theory]
    [InlineData("y.", 2, 2)]
    [InlineData(".y", 2, 2)]
    [InlineData("yz", 2, 2)]
    [InlineData("yy.", 2, 3)]
    [InlineData("yyz", 2, 3)]
    [InlineData("..y", 3, 3)]
    [InlineData(".y.", 3, 2)]
    [InlineData("y..", 3, 2)]
    [InlineData("s.", 2, 2)]
    public void Bits_that_change_are_flaky_and_never_a_pass_or_a_plain_failure(string script, int repeats, int executions)
    {
        var vector = new ScriptedCase(script);
        var result = Run(vector, repeats);

        Assert.Equal((CaseStatus.Flaky, ComparisonClass.Nondeterministic), (result.Status, result.Class!.Value));
        Assert.Equal("DIGEST_CHANGED", result.Reason);
        Assert.Equal(executions, vector.Executions);
        Assert.NotNull(result.Mismatch);
        Assert.Equal(1, vector.Disposals);
    }

    /// <summary>What two repeats cannot see, said openly: a case that is wrong from the third execution on.</summary>
    [Fact]
    public void Two_repeats_do_not_see_the_third_execution() => Assert.Equal(CaseStatus.Pass, Run(new ScriptedCase("..y"), 2).Status);

    [Fact]
    public void One_repeat_still_tells_right_from_wrong()
    {
        Assert.Equal(CaseStatus.Pass, Run(new ScriptedCase("."), 1).Status);
        Assert.Equal(CaseStatus.Fail, Run(new ScriptedCase("y"), 1).Status);
    }

    [Theory]
    [InlineData(BackendLoss.Context, CaseStatus.Crash, "CONTEXT_LOST")]
    [InlineData(BackendLoss.Hang, CaseStatus.Timeout, "KERNEL_HUNG")]
    [InlineData(BackendLoss.None, CaseStatus.Error, "EXECUTION")]
    public void A_backend_that_is_lost_speaks_against_itself_and_is_left(BackendLoss loss, CaseStatus status, string reason)
    {
        var result = Run(new ScriptedCase(".") { OnExecute = (0, new BackendException(BackendFailure.Execution, "why") { Loss = loss }) });
        Assert.Equal((status, reason, "why"), (result.Status, result.Reason, result.Detail));
        Assert.Equal(loss != BackendLoss.None, CaseRunner.IsLost(result.Status));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_backend_that_fails_is_never_judged(BackendFailure failure)
    {
        var expected = failure switch
        {
            BackendFailure.DeviceAbsent or BackendFailure.PackageAbsent => CaseStatus.HwAbsent,
            BackendFailure.DeviceUnfit or BackendFailure.OperatorMissing => CaseStatus.NotSupported,
            _ => CaseStatus.Error,
        };
        foreach (var vector in (ScriptedCase[])
            [
                new(".") { OnPrepare = new BackendException(failure, "why") },
                new(".") { OnExecute = (0, new BackendException(failure, "why")) },
                new(".") { OnExecute = (1, new BackendException(failure, "why")) },
            ])
        {
            var result = Run(vector);
            Assert.Equal(expected, result.Status);
            Assert.Equal(failure.Code(), result.Reason);
            Assert.Equal("why", result.Detail);
            Assert.Null(result.Class);
            Assert.Equal(vector.OnPrepare is null ? 1 : 0, vector.Disposals);
        }
    }

    [Fact]
    public void Inputs_with_another_digest_are_an_error_of_the_harness()
    {
        var vector = new ScriptedCase(".") { OnPrepare = new CaseInputException("input 'x' has another digest") };
        var result = Run(vector);

        Assert.Equal((CaseStatus.Error, "INPUT_DIGEST"), (result.Status, result.Reason));
        Assert.Equal(0, vector.Executions);
    }

    [Fact]
    public void A_shape_that_is_refused_and_a_full_memory_are_errors()
    {
        Assert.Equal("SHAPE", Run(new ScriptedCase(".") { OnExecute = (0, new ShapeException("no")) }).Reason);
        Assert.Equal("OUT_OF_MEMORY", Run(new ScriptedCase(".") { OnExecute = (1, new InsufficientMemoryException()) }).Reason);
    }

    private static CaseResult Run(ScriptedCase vector, int repeats = CaseRunner.DefaultRepeats)
    {
        using var backend = new FakeBackend();
        return CaseRunner.Run(vector, backend, repeats);
    }
}
