using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Backends.Mutants;
using Conformance.Backends.Reference;
using Conformance.Bench.Kernels.Targets;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;

namespace Conformance.Bench.Kernels;

/// <summary>Which backends have rows, from what was asked and what is there.</summary>
public class TargetListTests
{
    private static readonly string[] Threads = [.. new[] { 1, Environment.ProcessorCount }.Distinct().Select(t => $"cpu/{t}")];

    private readonly BackendRegistry _registry = new(
    [
        new ReferenceFamily(), new CpuFamily(), new Devices("gpu", 2), new Devices("none", 0), new MutantFamily(),
        new ExternalFamily("far", "", ["far"], "Conformance.Backends.Far"),
    ]);

    [Fact]
    public void EverythingThatIsThereIsMeasuredUnlessSaidOtherwise()
    {
        var list = TargetList.Of(_registry, []);
        Assert.Equal([.. Threads, "gpu:0", "gpu:1"], list.Targets.Select(t => t.ToString()));
        Assert.Equal(KeyValuePair.Create("none", "DEVICE_ABSENT: there is none"), Assert.Single(list.Absent));
    }

    [Theory]
    [InlineData("gpu:1", "gpu:1")]
    [InlineData("gpu", "gpu:0 gpu:1")]
    [InlineData("reference", "reference")]
    public void OnlyWhatIsNamedIsMeasured(string selector, string expected)
    {
        var list = TargetList.Of(_registry, [selector]);
        Assert.Equal(expected, string.Join(' ', list.Targets));
        Assert.Empty(list.Absent);
    }

    [Theory]
    [InlineData("gpu:7", "DEVICE_ABSENT: no device 'gpu:7'")]
    [InlineData("gpu-large", "DEVICE_ABSENT: none is large")]
    [InlineData("none:0", "DEVICE_ABSENT: there is none")]
    [InlineData("far", "OPERATOR_MISSING: it runs in a program of its own, whose calls cannot be timed from here")]
    public void WhatIsNamedAndAbsentHasAReason(string selector, string reason)
    {
        var list = TargetList.Of(_registry, [selector]);
        Assert.Empty(list.Targets);
        Assert.Equal(KeyValuePair.Create(selector, reason), Assert.Single(list.Absent));
    }

    [Fact]
    public void ANameOfNoFamilyIsKnownAsSuch()
    {
        Assert.Equal("abacus", TargetList.Unknown(["cpu", "abacus", "opencl:0"]));
        Assert.Null(TargetList.Unknown(["cpu", "opencl:0", "cuda"]));
    }

    private sealed class Devices(string name, int count) : IBackendFamily
    {
        public string Name => name;

        public string Summary => "devices that are only listed";

        public IReadOnlyList<string> Kinds => [name, name + "-large"];

        public bool IsNative => false;

        public Discovery Discover() => new(
            [.. Enumerable.Range(0, count).Select(i => new BackendCandidate($"{name}:{i}", name, "device"))],
            count > 0
                ? [new BackendAbsence(name + "-large", BackendFailure.DeviceAbsent, "none is large", "")]
                : [new BackendAbsence(name, BackendFailure.DeviceAbsent, "there is none", "")]);

        public IBackend Open(string selector) => throw new NotSupportedException();
    }
}
