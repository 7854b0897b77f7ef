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
        var (code, stack, task) = vmm.IsEc2() ? ((ushort)(isBoot ? 0x9A : 0x9B), (ushort)0x92, (ushort)0x83) : ((ushort)0x9B, (ushort)0x93, (ushort)0x8B);
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
        Register(page, 0x310, vmm switch { Vmm.Ec2 or Vmm.Gce => 0x600, Vmm.Ec2Rdx0 => 0, _ => signature });
        Register(page, 0x3B0, guestFeatures);
        Register(page, 0x3E8, 1);

        // Only QEMU and its kin start with the floating-point control words of a reset.
        if (vmm is Vmm.Qemu or Vmm.Krun)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(0x408), 0x1F80);
            BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(0x410), 0x037F);
        }

        return page;
    }

    private static void Segment(Span<byte> page, int offset, ushort selector, ushort attributes, ulong start)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(page[offset..], selector);
        BinaryPrimitives.WriteUInt16LittleEndian(page[(offset + 2)..], attributes);
        BinaryPrimitives.WriteUInt32LittleEndian(page[(offset + 4)..], 0xFFFF);
        BinaryPrimitives.WriteUInt64LittleEndian(page[(offset + 8)..], start);
    }

    private static void Register(Span<byte> page, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(page[offset..], value);
}
