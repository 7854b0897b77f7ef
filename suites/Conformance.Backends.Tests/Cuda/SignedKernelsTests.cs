using Conformance.Backends.Cuda;
using Conformance.Backends.Cuda.Modules;
using Conformance.Certification.Running;
using Conformance.Evidence.Checks;
using Conformance.Kernels.Signing;
using Conformance.Ptx;
using Conformance.Suites;

namespace Conformance.Backends.Tests.Cuda;

/// <summary>The CUDA backend gets its kernels out of signed containers, and starts with none that is not accepted.</summary>
public sealed class SignedKernelsTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-kernels").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_shipped_containers_start_a_device_and_stand_in_its_facts()
    {
        using var backend = Open(new SignedKernels(null, null, () => Time));
        Assert.Equal("development", backend.Facts.Properties["kernel signer"]);
        Assert.Equal(DevelopmentChain.Root.Fingerprint, backend.Facts.Properties["kernel root"]);
        foreach (var module in EmbeddedModules.Instance.All)
        {
            Assert.Equal(module.Sha256, backend.Facts.KernelDigests[$"{module.Name}.sm_70.ptx"]);
            Assert.Contains($"{module.Name}.fatbin", backend.Facts.KernelDigests.Keys);
        }
    }

    [Fact]
    public void Containers_of_a_directory_start_a_device_too()
    {
        CopyModules();
        using var backend = Open(new SignedKernels(_folder, null, () => Time));
        Assert.Equal("development", backend.Facts.Properties["kernel signer"]);
    }

    [Fact]
    public void Another_root_refuses_the_shipped_containers()
    {
        var trust = Path.Combine(_folder, "trust.json");
        File.WriteAllText(trust, $$"""{"format":"{{KernelTrust.Format}}","roots":["{{new string('0', 64)}}"]}""");
        Assert.Contains(ReasonCode.RootNotPinned, Refusal(new SignedKernels(null, trust, () => Time)), StringComparison.Ordinal);
    }

    [Fact]
    public void Expired_certificates_refuse_them() =>
        Assert.Equal(
            BackendFailure.KernelBuild, Assert.Throws<BackendException>(() =>
                Open(new SignedKernels(null, null, () => Time.AddYears(60)))).Failure);

    [Fact]
    public void One_changed_byte_of_one_container_refuses_all()
    {
        CopyModules();
        var path = Path.Combine(_folder, "rows.fatbin");
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("rows", Refusal(new SignedKernels(_folder, null, () => Time)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_without_its_signature_refuses_all()
    {
        CopyModules();
        File.Delete(Path.Combine(_folder, "sample.fatbin.p7s"));
        Assert.Contains(KernelReason.SignatureMissing, Refusal(new SignedKernels(_folder, null, () => Time)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_a_refusal_and_no_crash() =>
        Assert.Contains(
            "missing", Refusal(new SignedKernels(Path.Combine(_folder, "missing"), null, () => Time)), StringComparison.Ordinal);

    private static string Refusal(SignedKernels kernels)
    {
        var refused = Assert.Throws<BackendException>(() => Open(kernels));
        Assert.Equal(BackendFailure.KernelBuild, refused.Failure);
        return refused.Message;
    }

    private static CudaBackend Open(SignedKernels kernels) =>
        PtxBackend.Open(new PtxMachineOptions(), CudaOptions.Default with { Modules = kernels });

    private void CopyModules()
    {
        var modules = Path.Combine(Corpus.RepositoryRoot(), "src", "Conformance.Backends.Cuda", "Modules");
        foreach (var file in Directory.EnumerateFiles(modules, "*.fatbin*"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
    }
}
