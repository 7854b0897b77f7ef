using Conformance.Certification.Grading;
using Xunit.Abstractions;

namespace Conformance.Backends.Vendors;

//  What others found on one CPU, measured again. Whether a library shows it depends on its version and on the CPU's instruction set, so
//  these tests demand that it was measured and print the numbers; only what no order of additions can hide is asserted.

/// <summary>Reproduced, or shown to be gone on this machine.</summary>
public sealed class FindingTests(GradedFixture fixture, ITestOutputHelper output) : IClassFixture<GradedFixture>
{
    [SkippableTheory]
    [InlineData("torch", "sum", "f32-threads-2", "THREAD_DEPENDENT", "sum changes with the thread count")]
    [InlineData("torch", "swiglu", "f32-shifted", "POSITION_DEPENDENT", "an element's sigmoid depends on its position")]
    [InlineData("torch", "exp", "f32-shifted", "POSITION_DEPENDENT", "an element's exp depends on its position")]
    [InlineData("torch", "matmul", "f32-row-by-row", "BATCH_DEPENDENT", "a row alone differs from the row in its batch")]
    [InlineData("torch", "decoder", "f32-row-by-row", "CHUNK_DEPENDENT", "whole differs from token by token")]
    [InlineData("ort", "sum", "f32-threads-2", "THREAD_DEPENDENT", "sum changes with the thread count")]
    [InlineData("ort", "swiglu", "f32-shifted", "POSITION_DEPENDENT", "an element's sigmoid depends on its position")]
    [InlineData("ort", "exp", "f32-shifted", "POSITION_DEPENDENT", "an element's exp depends on its position")]
    [InlineData("ort", "matmul", "f32-row-by-row", "BATCH_DEPENDENT", "a row alone differs from the row in its batch")]
    [InlineData("ort", "decoder", "f32-row-by-row", "CHUNK_DEPENDENT", "whole differs from token by token")]
    public void A_claim_is_measured(string library, string operatorName, string schedule, string code, string claim)
    {
        var row = fixture.Of(library).Rows.Single(r => r.Operator == operatorName && r.Schedule == schedule);
        var finding = row.Findings.FirstOrDefault(f => f.Code == code);

        output.WriteLine($"{library}: {claim}: {(finding is null ? "not so here" : $"so here: {finding.Detail} ({finding.CaseId})")}");

        Assert.True(row.Histogram.Elements > 0);
        Assert.Equal(finding is null, row.Class is GradeClass.Deterministic || (row.Class is GradeClass.Exact && finding is null));
    }

    [SkippableTheory]
    [InlineData("torch")]
    [InlineData("ort")]
    public void The_real_model_is_graded_token_by_token(string library)
    {
        Skip.IfNot(GradedFixture.HasModels, "MODELS_ABSENT:stories260K.bin");

        var row = fixture.Of(library).Rows.Single(r => r.Operator == GradedModel.OperatorName && r.Schedule == "f32-row-by-row");

        Assert.Equal(2, row.Cases);
    }
}
