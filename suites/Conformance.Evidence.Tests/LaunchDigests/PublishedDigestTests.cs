using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Evidence.LaunchDigests;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.LaunchDigests;

/// <summary>Digests that other tools publish, and two that AMD's firmware measured.</summary>
public sealed class PublishedDigestTests
{
    private const string AmdSev = "launch-digest/ovmf_AmdSev_suffix.bin";

    [SkippableFact]
    public void Every_published_vector_is_reproduced()
    {
        var vectors = JsonNode.Parse(File.ReadAllBytes(Corpus.File("launch-digest/vectors.json")))!["vectors"]!.AsArray();
        Assert.Equal(9, vectors.Count);
        foreach (var vector in vectors)
        {
            var firmware = OvmfImage.Parse(File.ReadAllBytes(Corpus.File($"launch-digest/{vector!["firmware"]}")));
            var inputs = new LaunchInputs
            {
                Firmware = firmware,
                FirmwareSeed = (string?)vector["firmwareSeed"] is { } seed ? (ReadOnlyMemory<byte>?)Convert.FromHexString(seed) : null,
                Kernel = vector["kernel"] is { } kernel ? KernelHashes.Of(
                    Convert.FromHexString(
                        (string)kernel["kernelBytesHex"]!), Convert.FromHexString(
                            (string)kernel["initrdBytesHex"]!), (string)kernel["cmdline"]!) : null,
                Vcpus = (int?)vector["vcpus"] ?? 1,
                VcpuSignature = VcpuType.Signatures["EPYC-v4"],
                Vmm = (string?)vector["vmm"] switch { "ec2" => Vmm.Ec2, "gce" => Vmm.Gce, "qemu" or null => Vmm.Qemu, _ => Vmm.Ec2Rdx0 },
                GuestFeatures = Hex((string?)vector["guestFeatures"] ?? "0x1"),
            };
            var stages = LaunchPrediction.Stages(inputs);
            var digest = vector["kind"] is null ? stages[^1].Digest : stages[0].Digest;
            Assert.True((string?)vector["launchDigest"] == digest, (string?)vector["name"]);
        }
    }

    [SkippableFact]
    public void What_the_hardware_measured_is_predicted()
    {
        var vectors = JsonNode.Parse(File.ReadAllBytes(Corpus.File("ao/launch-digest.json")))!["vectors"]!.AsArray();
        Assert.NotEmpty(vectors);
        foreach (var vector in vectors)
        {
            Assert.Equal((string?)vector!["expected"], LaunchPrediction.Stages(OfAo(vector))[^1].Digest);
        }
    }

    [SkippableFact]
    public void A_mismatch_is_explained_by_the_input_that_causes_it()
    {
        var right = OfAo(JsonNode.Parse(File.ReadAllBytes(Corpus.File("ao/launch-digest.json")))!["vectors"]![0]!);
        var measured = LaunchPrediction.Stages(right)[^1].Digest;
        Assert.Contains(
            "--vcpus is 32", Assert.Single(MismatchSearch.Explain(right with { Vcpus = 4 }, measured)), StringComparison.Ordinal);
        Assert.Contains(
            "--guest-features is 0x1", Assert.Single(
                MismatchSearch.Explain(right with { GuestFeatures = 0x21 }, measured)), StringComparison.Ordinal);
        Assert.Contains(
            MismatchSearch.Explain(right with { Vmm = Vmm.Ec2 }, measured), r => r.StartsWith("--vmm is qemu", StringComparison.Ordinal));
        Assert.Contains(
            "--vcpu-type is EPYC", Assert.Single(
                MismatchSearch.Explain(
                    right with { VcpuSignature = VcpuType.Signatures["EPYC-Milan"] }, measured)), StringComparison.Ordinal);
        Assert.Empty(MismatchSearch.Explain(right, new string('0', 96)));
    }

    [SkippableFact]
    public void A_kernel_without_a_section_for_its_hashes_is_refused()
    {
        var inputs = new LaunchInputs
        {
            Firmware = OvmfImage.Parse(File.ReadAllBytes(Corpus.File("launch-digest/ovmf_OvmfX64_suffix.bin"))),
            Kernel = KernelHashes.Of([], [], ""),
            Vcpus = 1,
            VcpuSignature = VcpuType.Signatures["EPYC-v4"],
            Vmm = Vmm.Qemu,
        };
        Assert.Contains(
            "expected a section", Assert.Throws<LaunchDigestException>(() =>
                LaunchPrediction.Stages(inputs)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void No_damaged_image_causes_anything_but_the_one_exception()
    {
        var image = File.ReadAllBytes(Corpus.File(AmdSev));
        for (var i = image.Length - 1024; i < image.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                image[i] ^= (byte)(1 << bit);
                try
                {
                    OvmfImage.Parse(image);
                }
                catch (LaunchDigestException)
                {
                }

                image[i] ^= (byte)(1 << bit);
            }
        }

        Assert.Throws<LaunchDigestException>(() => OvmfImage.Parse(image.AsMemory(0, 4095)));
        Assert.Throws<LaunchDigestException>(() => OvmfImage.Parse(new byte[4096]));
        Assert.Throws<LaunchDigestException>(() => OvmfImage.Parse(default));
    }

    private static LaunchInputs OfAo(JsonNode vector)
    {
        var args = vector["args"]!;
        return new LaunchInputs
        {
            Firmware = OvmfImage.Parse(WithAoSections(File.ReadAllBytes(Corpus.File(AmdSev)))),
            FirmwareSeed = Bytes("firmware"),
            Kernel = new KernelHashes(Bytes("kernel"), Bytes("initrd"), Bytes("append")),
            Vcpus = (int)args["vcpus"]!,
            VcpuSignature = VcpuType.Signatures["EPYC-v4"],
            Vmm = Vmm.Qemu,
            GuestFeatures = (ulong)args["guest_features"]!,
        };

        byte[] Bytes(string name) => Convert.FromHexString((string)args[name]!);
    }

    // The firmware of these machines is only known by its seed and its sections; the other image's table is overwritten with them.
    private static byte[] WithAoSections(byte[] image)
    {
        var items = JsonNode.Parse(File.ReadAllBytes(Corpus.File("ao/launch-digest.json")))!["ovmf_sections"]!.AsArray();
        var header = image.AsSpan().IndexOf("ASEV"u8);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(header + 12), items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var item = image.AsSpan(header + 16 + (12 * i), 12);
            BinaryPrimitives.WriteUInt32LittleEndian(item, (uint)Hex((string)items[i]![1]!));
            BinaryPrimitives.WriteUInt32LittleEndian(item[4..], (uint)Hex((string)items[i]![2]!));
            BinaryPrimitives.WriteUInt32LittleEndian(
                item[8..], (string?)items[i]![0] switch { "zero" => 1u, "secrets" => 2, "cpuid" => 3, _ => 0x10 });
        }

        return image;
    }

    private static ulong Hex(string text) => ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
