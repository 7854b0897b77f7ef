using Conformance.Evidence;
using Conformance.KernelMaker.Containers;
using Conformance.Kernels.Containers;

namespace Conformance.Kernels.Tests.Containers;

public sealed class FatbinTests
{
    private static readonly byte[] Sample = new FileSpec(
        Samples.PtxEntry(70, 7, 0), Samples.Lz4(Samples.CubinEntry(90)), Samples.PtxEntry(90, 8, 0, "a")).Write();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var images = KernelImage.ReadAll(Sample);
        var again = KernelImage.ReadAll(FatbinWriter.Write(images));
        Assert.Equal(images.Select(i => (i.KindName, i.Target, i.Version, i.Digest)),
            again.Select(i => (i.KindName, i.Target, i.Version, i.Digest)));
        Assert.Equal(["nothing"], again[0].EntryPoints);
    }

    [Fact]
    public void The_writer_agrees_with_the_second_writer()
    {
        var spec = new FileSpec(Samples.PtxEntry(70, 7, 0), Samples.CubinEntry(90)).Write();
        Assert.Equal(spec, FatbinWriter.Write(KernelImage.ReadAll(spec)));
    }

    [Fact]
    public void Every_prefix_is_refused_by_the_one_exception()
    {
        for (var length = 0; length < Sample.Length; length++)
        {
            Assert.Throws<EvidenceFormatException>(() => KernelImage.ReadAll(Sample.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Whatever_byte_changes_only_the_one_exception_comes_out()
    {
        for (var offset = 0; offset < Sample.Length; offset++)
        {
            foreach (var value in new byte[] { 0x00, 0x01, 0x7F, 0x80, 0xFF })
            {
                var changed = Sample.ToArray();
                changed[offset] = value;
                var thrown = Record.Exception(() => KernelImage.ReadAll(changed));
                Assert.True(thrown is null or EvidenceFormatException, $"byte {offset} = {value:x2}: {thrown}");
            }
        }
    }

    [Fact]
    public void As_many_entries_as_the_limit_are_read()
    {
        var entries = Enumerable.Range(0, Fatbin.MaxEntries).Select(_ => Samples.PtxEntry(70, 7, 0)).ToArray();
        Assert.Equal(Fatbin.MaxEntries, Fatbin.Read(new FileSpec(entries).Write()).Count);
    }

    [Fact]
    public void More_entries_than_the_limit_are_refused()
    {
        var entries = Enumerable.Range(0, Fatbin.MaxEntries + 1).Select(_ => Samples.PtxEntry(70, 7, 0)).ToArray();
        Assert.Equal(FatbinReason.Limit, Assert.Throws<EvidenceFormatException>(() => Fatbin.Read(new FileSpec(entries).Write())).Reason);
    }

    [Fact]
    public void The_writer_refuses_two_images_for_one_target()
    {
        var image = KernelImage.ReadAll(Sample)[0];
        Assert.Throws<ArgumentException>(() => FatbinWriter.Write([image, image]));
        Assert.Throws<ArgumentException>(() => FatbinWriter.Write([]));
    }

    [Theory]
    [InlineData(true, false, "sm_90")]
    [InlineData(true, true, "sm_90a")]
    [InlineData(false, false, "sm_90")]
    [InlineData(false, true, "sm_90a")]
    public void A_cubin_names_its_target_in_either_convention(bool isNewAbi, bool isSpecific, string target) =>
        Assert.Equal(target, KernelImage.Of(Samples.Cubin(90, isNewAbi, isSpecific), FatbinKind.Cubin, "cubin").Target);

    [Fact]
    public void Kernels_in_comments_are_not_listed()
    {
        var text = ".version 7.0 .target sm_70, texmode_independent\n// .entry one()\n/* .entry two() /* */ .entry three ( ) { ret; }\n.entry $four(){}\n.entryx five()"u8.ToArray();
        Assert.Equal(["three", "$four"], KernelImage.Of(text, FatbinKind.Ptx, "ptx").EntryPoints);
    }

    [Fact]
    public void Text_that_only_opens_comments_is_refused_at_once()
    {
        var text = Enumerable.Repeat("/*/"u8.ToArray(), 1 << 20).SelectMany(b => b).Append((byte)'/').ToArray();
        Assert.Equal(FatbinReason.Ptx, Assert.Throws<EvidenceFormatException>(() => KernelImage.Of(text, FatbinKind.Ptx, "ptx")).Reason);
    }
}
