using Conformance.Certification.Profiles;
using Conformance.Vectors;

namespace Conformance.Certification.Tests.Profiles;

public sealed class MustPassListTests
{
    private const string Good = "# No GPU: processors and software devices.\n# Second line.\n\ncpu add/one\n# a remark\nopencl add/one\nopencl-gpu models/a.b_c-1\n";

    [Fact]
    public void Lines_and_the_header_comment_are_read()
    {
        var list = MustPassList.Parse("software", Good, "software.txt");

        Assert.Equal("No GPU: processors and software devices.\nSecond line.", list.Description);
        Assert.Equal([new("cpu", "add/one"), new("opencl", "add/one"), new MustPassLine("opencl-gpu", "models/a.b_c-1")], list.Lines);
        Assert.Equal(["cpu", "opencl", "opencl-gpu"], list.Kinds);
    }

    [Fact]
    public void An_optional_line_counts_only_where_its_kind_takes_part()
    {
        var list = MustPassList.Parse("p", "cpu add/one\n?ilgpu add/one\n", "p.txt");

        Assert.Equal([false, true], list.Lines.Select(l => l.IsOptional));
        Assert.Equal(["cpu", "ilgpu"], list.Kinds);
        Assert.Equal("?ilgpu add/one", list.Lines[1].ToString());
        Assert.Equal(["cpu"], list.Demanded(["cpu"]).Kinds);
        Assert.Equal(["cpu", "ilgpu"], list.Demanded(["cpu", "ilgpu"]).Kinds);
    }

    [Fact]
    public void A_line_stands_twice_with_and_without_its_mark() =>
        Assert.Throws<VectorFormatException>(() => MustPassList.Parse("p", "cpu add/one\n?cpu add/one\n", "p.txt"));

    [Fact]
    public void A_file_gives_its_profile_the_name()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("gpu-node.txt");
        File.WriteAllText(path, Good);

        Assert.Equal("gpu-node", MustPassList.Read(path).Name);
    }

    [Theory]
    [InlineData("cpu", 1)]
    [InlineData("cpu ", 1)]
    [InlineData(" cpu add/one", 1)]
    [InlineData("cpu  add/one", 1)]
    [InlineData("cpu\tadd/one", 1)]
    [InlineData("cpu add/one ", 1)]
    [InlineData("cpu add/one # remark", 1)]
    [InlineData("cpu add/one\r\ncpu add/two", 1)]
    [InlineData("CPU add/one", 1)]
    [InlineData("cpu add/öne", 1)]
    [InlineData("# header\n\ncpu add/one\n \n", 4)]
    [InlineData("# header\ncpu add/one\ncpu add/two\ncpu add/one", 4)]
    public void A_line_that_is_not_understood_is_named(string text, int line)
    {
        var e = Assert.Throws<VectorFormatException>(() => MustPassList.Parse("p", text, "p.txt"));
        Assert.Contains($"p.txt, line {line}:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_id_has_a_length_limit()
    {
        Assert.Single(MustPassList.Parse("p", "cpu " + new string('x', 200), "p.txt").Lines);
        Assert.Throws<VectorFormatException>(() => MustPassList.Parse("p", "cpu " + new string('x', 201), "p.txt"));
    }

    [Fact]
    public void A_missing_file_is_an_error_of_the_format()
    {
        var e = Assert.Throws<VectorFormatException>(() => MustPassList.Read("/nowhere/software.txt"));
        Assert.Contains("/nowhere/software.txt", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", "cpu", true)]
    [InlineData("opencl", "opencl", true)]
    [InlineData("opencl-gpu", "opencl", true)]
    [InlineData("opencl", "opencl-gpu", false)]
    [InlineData("cpu", "opencl", false)]
    [InlineData("cuda", "gpu", true)]
    [InlineData("opencl-gpu", "gpu", true)]
    [InlineData("opencl", "gpu", false)]
    [InlineData("cuda-loaded", "gpu", false)]
    [InlineData("cuda", "opencl", false)]
    public void A_gpu_serves_lines_of_opencl_and_not_the_other_way_round(string kind, string required, bool served) =>
        Assert.Equal(served, MustPassLine.Serves(kind, required));
}
