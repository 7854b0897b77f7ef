using System.Buffers.Binary;

namespace Conformance.Evidence.LaunchDigests;

//  State save area of one processor (AMD64 Architecture Programmer's Manual volume 2, publication 24593, appendix B, table B-4).
//  A segment is selector u16 | attributes u16 | limit u32 | base u64.

/// <summary>The registers with which a VMM starts a processor: the page that is measured for it.</summary>
public static class VmsaPage
{
    /// <summary>Where the first processor starts: the last 16 bytes below 4 GiB.</summary>
    public const uint BootEip = 0xFFFF_FFF0;

    /// <param name="isBoot">The first processor.</param>
    /// <param name="signature">CPUID leaf 1, EAX, of the processor model.</param>
    /// <param name="guestFeatures">SEV_FEATURES: 1 for SNP, 0x20 for debug swap.</param>
    public static byte[] Create(Vmm vmm, bool isBoot, uint eip, uint signature, ulong guestFeatures)
    {
        var hasResetBits = vmm is Vmm.Qemu or Vmm.Gce;
        var code = (ushort)(hasResetBits || (vmm.IsEc2() && !isBoot) ? 0x9B : 0x9A);
        var (stack, task) = hasResetBits ? ((ushort)0x93, (ushort)0x8B) : ((ushort)0x92, (ushort)0x83);
        var page = new byte[OvmfImage.PageSize];
        Segment(page, 0x000, 0, 0x93, 0);
        Segment(page, 0x010, 0xF000, code, eip & 0xFFFF_0000);
        Segment(page, 0x020, 0, stack, 0);
        Segment(page, 0x030, 0, 0x93, 0);
        Segment(page, 0x040, 0, 0x93, 0);
        Segment(page, 0x050, 0, 0x93, 0);
        Segment(page, 0x060, 0, 0, 0);
        Segment(page, 0x070, 0, 0x82, 0);
        Segment(page, 0x080, 0, 0, 0);
        Segment(page, 0x090, 0, task, 0);
        Register(page, 0x0D0, 0x1000);
        Register(page, 0x148, 0x40);
        Register(page, 0x158, 0x10);
        Register(page, 0x160, 0x400);
        Register(page, 0x168, 0xFFFF_0FF0);
        Register(page, 0x170, 2);
        Register(page, 0x178, eip & 0xFFFF);
        Register(page, 0x268, vmm == Vmm.Gce ? 0x70106UL : 0x0007_0406_0007_0406);
        Register(page, 0x310, vmm switch { Vmm.Ec2 or Vmm.Gce => 0x600, Vmm.Qemu => signature, _ => 0 });
        Register(page, 0x3B0, guestFeatures);
        Register(page, 0x3E8, 1);

        // Only QEMU starts with the floating-point control words of a reset.
        if (vmm == Vmm.Qemu)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(0x408), 0x1F80);
            BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(0x410), 0x037F);
        }

        return page;
    }

    /// <summary>A processor that starts in an SVSM, in 32-bit protected mode; the first and all others alike.</summary>
    /// <param name="start">Address of the module's entry.</param>
    public static byte[] CreateSvsm(ulong start, uint signature)
    {
        const ushort Data = 0xC93;
        const ushort Code = 0xC9B;
        const uint Flat = 0xFFFF_FFFF;
        var page = Create(Vmm.Qemu, isBoot: true, BootEip, signature, guestFeatures: 1);
        foreach (var offset in (int[])[0x000, 0x020, 0x030, 0x040])
        {
            Segment(page, offset, 0x10, Data, 0, Flat);
        }

        Segment(page, 0x010, 0x08, Code, 0, Flat);
        Register(page, 0x158, 0x11);
        Register(page, 0x178, start);

        // The published digests, which agree with machines, hold the floating-point control word of nobody.
        BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(0x410), 0);
        return page;
    }

    private static void Segment(Span<byte> page, int offset, ushort selector, ushort attributes, ulong start, uint limit = 0xFFFF)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(page[offset..], selector);
        BinaryPrimitives.WriteUInt16LittleEndian(page[(offset + 2)..], attributes);
        BinaryPrimitives.WriteUInt32LittleEndian(page[(offset + 4)..], limit);
        BinaryPrimitives.WriteUInt64LittleEndian(page[(offset + 8)..], start);
    }

    private static void Register(Span<byte> page, int offset, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(page[offset..], value);
}
