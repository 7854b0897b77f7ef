using Conformance.KernelMaker;
using Conformance.KernelMaker.Containers;
using Conformance.Kernels.Signing;
using Conformance.Suites;

namespace Conformance.Kernels.Tests;

/// <summary>The modules that this repository ships, and the store that opens them.</summary>
public sealed class SignedModulesTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-modules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Every_shipped_module_is_signed_as_it_is()
    {
        var modules = Path.Combine(Corpus.RepositoryRoot(), "src", "Conformance.Backends.Cuda", "Modules");
        Skip.IfNot(Directory.Exists(modules) && Directory.EnumerateFiles(modules, "*.ptx").Any(),
            "MODULES_ABSENT:no PTX module is in this tree");
        Assert.True(ModuleSigner.Changes(modules).Count == 0,
            "sign again: dotnet run -c Release --project suites/Conformance.KernelMaker -- modules src/Conformance.Backends.Cuda/Modules");
        var store = Open(modules);
        Assert.Equal("development", store.Properties["kernel signer"]);
        Assert.Equal(store.Modules.Count, store.Select(8, 0, 11000).Count);
    }

    [Fact]
    public void A_module_that_changed_gets_the_next_version_and_only_that_one()
    {
        Write("one", "70");
        Write("two", "70");
        Sign();
        Write("two", "80");
        Assert.Throws<KernelRefusedException>(() => Open(_folder));
        Sign();
        Assert.Equal("one 1, two 2", Open(_folder).Properties["kernel versions"]);
        Assert.Empty(ModuleSigner.Changes(_folder));
    }

    [Fact]
    public void One_module_that_is_refused_closes_the_store()
    {
        Write("one", "70");
        Write("two", "70");
        Sign();
        File.Delete(Path.Combine(_folder, "two.fatbin.p7s"));
        Assert.Equal(KernelReason.SignatureMissing, Assert.Throws<KernelRefusedException>(() => Open(_folder)).Reason);
    }

    [Fact]
    public void The_selection_names_container_and_image_with_their_digests()
    {
        Write("one", "70");
        Sign();
        var selected = Assert.Single(Open(_folder).Select(9, 0, 12040));
        Assert.Equal(["one.fatbin", "one.sm_70.ptx"], selected.Digests.Keys);
        Assert.Equal([selected.Module.Digest, selected.Image.Digest], selected.Digests.Values);
        Assert.Contains(
            "sm_60", Assert.Throws<NotSupportedException>(() => Open(_folder).Select(6, 0, 12040)).Message, StringComparison.Ordinal);
    }

    private static SignedKernelStore Open(string folder) => SignedKernelStore.Open(
        Directory.EnumerateFiles(folder, "*.ptx").Select(path => KeyValuePair.Create(
            Path.GetFileNameWithoutExtension(path),
            SignedKernelStore.Packed(
                File.ReadAllBytes(path), Read(Path.ChangeExtension(path, ".fatbin.json")),
                    Read(Path.ChangeExtension(path, ".fatbin.p7s")), path))),
        KernelTrust.Development,
        Time);

    private static ReadOnlyMemory<byte>? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : default(ReadOnlyMemory<byte>?);

    private void Write(string name, string sm) =>
        File.WriteAllBytes(Path.Combine(_folder, name + ".ptx"), Samples.Ptx("7.0", "sm_" + sm)[..^1]);

    private void Sign()
    {
        foreach (var (path, content) in ModuleSigner.Changes(_folder))
        {
            File.WriteAllBytes(path, content);
        }
    }
}
