using System.Text;
using Conformance.Kernels.Containers;

namespace Conformance.Kernels.Tests.Containers;

/// <summary>The reader agrees with NVIDIA's writer.</summary>
public sealed class NvccTests
{
    private static string Empty(string version, int sm) => $"\n\n\n\n\n\n\n\n.version {version}\n.target sm_{sm}\n.address_size 64\n\n\n\n";

    [Fact]
    public void Ptx_that_nvcc_compressed_expands_to_the_text()
    {
        var image = Assert.Single(KernelImage.ReadAll(NvccSamples.EmptyPtx));
        Assert.Equal((FatbinKind.Ptx, "sm_50", "7.6"), (image.Kind, image.Target, image.Version));
        Assert.Equal(Empty("7.6", 50), Encoding.ASCII.GetString(image.Code.Span));
    }

    [Fact]
    public void Options_that_nvcc_left_are_read()
    {
        var entry = Assert.Single(Fatbin.Read(NvccSamples.PtxWithOptions));
        Assert.Equal("--image=profile=sm_75,file=tmp/CMakeCUDACompilerId.sm_75.cubin", entry.Options);
        Assert.Null(entry.Name);
        Assert.Equal(Empty("6.4", 75), Encoding.ASCII.GetString(KernelImage.Of(entry).Code.Span));
    }

    [Fact]
    public void A_cubin_of_nvcc_is_read()
    {
        var image = Assert.Single(KernelImage.ReadAll(NvccSamples.EmptyCubin));
        Assert.Equal(
            (FatbinKind.Cubin, "sm_30", "1.7", 616, true), (image.Kind, image.Target, image.Version, image.Code.Length, image.IsLinked));
    }

    [Fact]
    public void A_compressed_cubin_of_nvcc_is_read()
    {
        var entry = Assert.Single(Fatbin.Read(NvccSamples.CompressedCubin));
        Assert.Equal(("main.o ", 190, 616), (entry.Name, entry.Stored.Length, entry.ExpandedSize));
        var image = KernelImage.Of(entry);
        Assert.Equal(("sm_37", 616, true), (image.Target, image.Code.Length, image.IsLinked));
    }

    [Fact]
    public void The_writer_writes_a_cubin_as_nvcc_does() =>
        Assert.Equal(NvccSamples.EmptyCubin, FatbinWriter.Write(KernelImage.ReadAll(NvccSamples.EmptyCubin)));
}
