using System.Buffers.Binary;

namespace Conformance.Evidence.Tdx;

/// <summary>The report of a trust domain: TD 1.0 (584 bytes), or TD 1.5 (648) with two more fields.</summary>
public readonly struct TdBody
{
    public const int Size10 = 584;
    public const int Size15 = 648;
    public const int MeasurementSize = 48;
    public const int RtmrCount = 4;

    private readonly ReadOnlyMemory<byte> _bytes;

    internal TdBody(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public bool Is15 => _bytes.Length == Size15;

    /// <summary>[0] SVN of the TDX module, [1] its major version, [2] SVN of the SEAM loader and microcode.</summary>
    public ReadOnlySpan<byte> TeeTcbSvn => _bytes.Span[..16];

    public ReadOnlySpan<byte> MrSeam => Measurement(16);

    /// <summary>Zero for modules by Intel.</summary>
    public ReadOnlySpan<byte> MrSignerSeam => Measurement(64);

    public ReadOnlySpan<byte> SeamAttributes => _bytes.Span.Slice(112, 8);

    public ReadOnlySpan<byte> TdAttributesBytes => _bytes.Span.Slice(120, 8);

    public ulong TdAttributes => BinaryPrimitives.ReadUInt64LittleEndian(TdAttributesBytes);

    public ReadOnlySpan<byte> XfamBytes => _bytes.Span.Slice(128, 8);

    public ulong Xfam => BinaryPrimitives.ReadUInt64LittleEndian(XfamBytes);

    public ReadOnlySpan<byte> MrTd => Measurement(136);

    public ReadOnlySpan<byte> MrConfigId => Measurement(184);

    public ReadOnlySpan<byte> MrOwner => Measurement(232);

    public ReadOnlySpan<byte> MrOwnerConfig => Measurement(280);

    public ReadOnlySpan<byte> ReportData => _bytes.Span.Slice(520, 64);

    /// <summary>TD 1.5: SVNs of what is loaded now; empty in TD 1.0.</summary>
    public ReadOnlySpan<byte> TeeTcbSvn2 => Is15 ? _bytes.Span.Slice(584, 16) : [];

    /// <summary>TD 1.5: the service TDs that are bound; empty in TD 1.0.</summary>
    public ReadOnlySpan<byte> MrServiceTd => Is15 ? Measurement(600) : [];

    /// <param name="index">0 to 3.</param>
    public ReadOnlySpan<byte> Rtmr(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)RtmrCount, nameof(index));
        return Measurement(328 + (index * MeasurementSize));
    }

    private ReadOnlySpan<byte> Measurement(int offset) => _bytes.Span.Slice(offset, MeasurementSize);
}
