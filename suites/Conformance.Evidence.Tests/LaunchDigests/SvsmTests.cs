using System.Buffers.Binary;
using System.Security.Cryptography;
using Conformance.Evidence.LaunchDigests;

namespace Conformance.Evidence.Tests.LaunchDigests;

/// <summary>
/// A guest above an SVSM. The digest is computed a second time here, from the published layout and in no words of the code under test; the
/// real images whose digests are published (2 and 4 processors) are too large to be stored.
/// </summary>
public sealed class SvsmTests
{
    private const uint Signature = 0x0080_0F12;
    private const int VariablesSize = 0x3000;
    private const int Start = 0x123;

    private static readonly byte[] Firmware =
        Image(3, new Guid("00f771de-1a7e-4fcb-890e-68c77e2fb44e"), [0x04, 0xB0, 0x80, 0x00], (0x0080_0000, 0x1000, 1));
    private static readonly byte[] Module = Image(
        2, new Guid("a789a612-0597-4c4b-a49f-cbb1fe9d1ddd"), [
            Start & 0xFF, Start >> 8, 0, 0], (
                0x0080_E000, 0x1000, 3), (0x0080_D000, 0x1000, 2), (0x0080_0000, 0x2000, 1), (0x0081_0000, 0x1000, 4));

    private static readonly LaunchInputs Inputs = new()
    {
        Firmware = OvmfImage.Parse(Firmware), Svsm = OvmfImage.ParseSvsm(Module), VariablesSize = VariablesSize, Vcpus = 2,
        VcpuSignature = Signature, Vmm = Vmm.Qemu,
    };

    [Fact]
    public void Firmware_module_sections_and_processors_are_measured_in_this_order()
    {
        var digest = new byte[48];
        var firmwareGpa = 0x1_0000_0000UL - 3 * 4096;
        var moduleGpa = firmwareGpa - VariablesSize - 2 * 4096;
        for (var i = 0; i < 3; i++)
        {
            digest = Extend(digest, 1, firmwareGpa + (ulong)(i * 4096), SHA384.HashData(Firmware.AsSpan(i * 4096, 4096)));
        }

        for (var i = 0; i < 2; i++)
        {
            digest = Extend(digest, 1, moduleGpa + (ulong)(i * 4096), SHA384.HashData(Module.AsSpan(i * 4096, 4096)));
        }

        // CPUID, secrets, zero memory of two pages, calling area.
        foreach (var (type, gpa) in ((byte, ulong)[])[
            (6, 0x0080_E000), (5, 0x0080_D000), (3, 0x0080_0000), (3, 0x0080_1000), (3, 0x0081_0000)])
        {
            digest = Extend(digest, type, gpa, new byte[48]);
        }

        for (var i = 0; i < 2; i++)
        {
            digest = Extend(digest, 2, 0xFFFF_FFFF_F000, SHA384.HashData(Vmsa(moduleGpa + Start)));
        }

        var stages = LaunchPrediction.Stages(Inputs);
        Assert.Equal(Convert.ToHexStringLower(digest), stages[^1].Digest);
        Assert.Equal(["firmware", $"SVSM at 0x{moduleGpa:x}"], stages.Take(2).Select(s => s.Name));
        Assert.Equal(8, stages.Count);
    }

    [Fact]
    public void Every_input_counts()
    {
        var digest = LaunchPrediction.Stages(Inputs)[^1].Digest;
        var other = Module.ToArray();
        other[0] ^= 1;
        foreach (var changed in (LaunchInputs[])[
            Inputs with { VariablesSize = 0 }, Inputs with { Vcpus = 3 }, Inputs with { VcpuSignature = Signature + 1 }, Inputs with { Svsm = OvmfImage.ParseSvsm(other) }, Inputs with { Svsm = null }])
        {
            Assert.NotEqual(digest, LaunchPrediction.Stages(changed)[^1].Digest);
        }
    }

    [Fact]
    public void What_nobody_published_is_refused()
    {
        foreach (var inputs in (LaunchInputs[])[
            Inputs with { Vmm = Vmm.Ec2 }, Inputs with { GuestFeatures = 0x21 }, Inputs with { Kernel = KernelHashes.Of([], [], "") },
            Inputs with { VariablesSize = 1 },
            Inputs with { VariablesSize = 0xFFFF_F000 }])
        {
            Assert.Equal("SVSM", Assert.Throws<LaunchDigestException>(() => LaunchPrediction.Stages(inputs)).Message[..4]);
        }

        Assert.Throws<LaunchDigestException>(() => OvmfImage.ParseSvsm(Firmware));
        Assert.Throws<LaunchDigestException>(() => OvmfImage.Parse(Module));
    }

    private static byte[] Extend(byte[] digest, byte type, ulong gpa, byte[] contents)
    {
        var place = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(place, gpa);
        return SHA384.HashData([.. digest, .. contents, 0x70, 0, type, 0, 0, 0, 0, 0, .. place]);
    }

    /// <summary>Every byte of the page that is not zero.</summary>
    private static byte[] Vmsa(ulong rip)
    {
        var page = new byte[4096];
        foreach (var offset in (int[])[0x000, 0x020, 0x030, 0x040])
        {
            Put(page, offset, 0x10, 0, 0x93, 0x0C, 0xFF, 0xFF, 0xFF, 0xFF);
        }

        Put(page, 0x010, 0x08, 0, 0x9B, 0x0C, 0xFF, 0xFF, 0xFF, 0xFF);
        Put(page, 0x050, 0, 0, 0x93, 0, 0xFF, 0xFF);
        Put(page, 0x060, 0, 0, 0, 0, 0xFF, 0xFF);
        Put(page, 0x070, 0, 0, 0x82, 0, 0xFF, 0xFF);
        Put(page, 0x080, 0, 0, 0, 0, 0xFF, 0xFF);
        Put(page, 0x090, 0, 0, 0x8B, 0, 0xFF, 0xFF);
        Put(page, 0x0D0, 0, 0x10);
        Put(page, 0x148, 0x40);
        Put(page, 0x158, 0x11);
        Put(page, 0x160, 0, 4);
        Put(page, 0x168, 0xF0, 0x0F, 0xFF, 0xFF);
        Put(page, 0x170, 2);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(0x178), rip);
        Put(page, 0x268, 0x06, 0x04, 0x07, 0x00, 0x06, 0x04, 0x07, 0x00);
        Put(page, 0x310, 0x12, 0x0F, 0x80, 0x00);
        Put(page, 0x3B0, 1);
        Put(page, 0x3E8, 1);
        Put(page, 0x408, 0x80, 0x1F);
        return page;
    }

    private static void Put(byte[] page, int offset, params byte[] bytes) => bytes.CopyTo(page, offset);

    /// <summary>An image whose table has one entry and the metadata, and whose metadata stands at its start.</summary>
    private static byte[] Image(int pages, Guid entry, byte[] data, params (uint Gpa, uint Size, uint Type)[] sections)
    {
        var image = new byte[pages * 4096];
        image.AsSpan().Fill((byte)pages);
        byte[] metadata =
            [
                .. "ASEV"u8, .. U32((uint)(16 + (12 * sections.Length))), .. U32(1), .. U32((uint)sections.Length),
                .. sections.SelectMany(s =>
                    (byte[])[.. U32(s.Gpa), .. U32(s.Size), .. U32(s.Type)])];
        metadata.CopyTo(image, 0x40);
        byte[] table =
        [
            .. data, 22, 0, .. entry.ToByteArray(),
            .. U32((uint)(image.Length - 0x40)), 22, 0, .. new Guid("dc886566-984a-4798-a75e-5585a7bf67cc").ToByteArray(),
        ];
        byte[] footer = [(byte)(table.Length + 18), 0, .. new Guid("96b582de-1fb2-45f7-baea-a366c55a082d").ToByteArray()];
        ((byte[])[.. table, .. footer]).CopyTo(image, image.Length - 0x20 - table.Length - footer.Length);
        return image;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
