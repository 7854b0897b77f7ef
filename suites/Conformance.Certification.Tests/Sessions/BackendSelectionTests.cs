using Conformance.Backends;
using Conformance.Certification.Profiles;
using Conformance.Certification.Sessions;

namespace Conformance.Certification.Tests.Sessions;

/// <summary>Which profile a machine gets, and which missing backends its run has to name.</summary>
public sealed class BackendSelectionTests
{
    private static readonly MustPassList Node =
        MustPassList.Parse("gpu-node", "# A node.\n\ncpu a/1\ngpu a/1\n?cuda-loaded a/1\n", "gpu-node.txt");
    private static readonly MustPassList Software = MustPassList.Parse("software", "# None.\n\ncpu a/1\nopencl a/1\n", "software.txt");

    [Theory]
    [InlineData("cpu", "software")]
    [InlineData("cpu opencl", "software")]
    [InlineData("cpu opencl-gpu", "gpu-node")]
    [InlineData("cpu cuda", "gpu-node")]
    [InlineData("cpu ilgpu-gpu", "software")]
    public void A_machine_with_a_gpu_by_any_road_is_a_gpu_node(string kinds, string profile) =>
        Assert.Equal(profile, BackendSelection.DefaultProfile(Found(kinds, "")));

    [Theory]
    [InlineData("cpu cuda cuda-loaded", "opencl:DeviceAbsent opencl-gpu:DeviceAbsent", "")]
    [InlineData("cpu opencl-gpu", "cuda:DeviceAbsent cuda-loaded:DeviceAbsent", "cuda-loaded")]
    [InlineData("cpu opencl-gpu", "cuda:LibraryBroken cuda-loaded:LibraryBroken", "cuda cuda-loaded")]
    [InlineData("cpu opencl", "cuda:DeviceAbsent cuda-loaded:DeviceAbsent opencl-gpu:DeviceAbsent", "cuda cuda-loaded opencl-gpu")]
    public void A_node_is_asked_for_a_gpu_by_any_road_and_a_broken_road_is_named(string kinds, string absent, string named) =>
        Assert.Equal(
            named.Split(
                ' ', StringSplitOptions.RemoveEmptyEntries), BackendSelection.ForProfile(
                    Node, Found(kinds, absent)).Absent.Select(a => a.Kind));

    [Fact]
    public void Every_gpu_that_is_there_takes_part() =>
        Assert.Equal(
            ["cpu", "opencl-gpu", "cuda", "cuda-loaded"], BackendSelection.ForProfile(
                Node, Found("cpu opencl opencl-gpu cuda cuda-loaded", "")).Selectors);

    [Fact]
    public void A_profile_without_gpus_names_no_road_to_one() =>
        Assert.Equal(
            ["opencl"], BackendSelection.ForProfile(
                Software, Found("cpu", "opencl:DeviceAbsent opencl-gpu:DeviceAbsent cuda:LibraryBroken")).Absent.Select(a => a.Kind));

    private static Discovery Found(string kinds, string absent) => new(
        [.. kinds.Split(' ').Select(k => new BackendCandidate(k, k, "a device"))],
        [
            .. absent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split(':'))
                .Select(a => new BackendAbsence(a[0], Enum.Parse<BackendFailure>(a[1]), "why", "how")),
        ]);
}
