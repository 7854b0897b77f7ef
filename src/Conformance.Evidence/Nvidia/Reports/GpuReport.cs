namespace Conformance.Evidence.Nvidia.Reports;

/// <summary>
/// An SPDM 1.1 GET_MEASUREMENTS request and its MEASUREMENTS response as one byte string, parsed and not yet believed. Slices of the input;
/// immutable as long as nobody changes that.
/// </summary>
public sealed class GpuReport
{
    internal GpuReport(
        ReadOnlyMemory<byte> bytes, int responderNonce, int signatureStart, IReadOnlyList<MeasurementBlock> measurements, OpaqueData opaque, int trailing)
    {
        Signed = bytes[..signatureStart];
        Signature = bytes.Slice(signatureStart, SpdmReader.SignatureSize);
        RequesterNonce = bytes.Slice(SpdmReader.NonceOffset, SpdmReader.NonceSize);
        ResponderNonce = bytes.Slice(responderNonce, SpdmReader.NonceSize);
        Measurements = measurements;
        Opaque = opaque;
        TrailingBytes = trailing;
    }

    /// <summary>The transcript: request and response without the signature, with no prefix (this is SPDM 1.1).</summary>
    public ReadOnlyMemory<byte> Signed { get; }

    /// <summary>r then s, 48 bytes each.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The verifier's challenge.</summary>
    public ReadOnlyMemory<byte> RequesterNonce { get; }

    /// <summary>The device's own random value; nothing compares with it.</summary>
    public ReadOnlyMemory<byte> ResponderNonce { get; }

    /// <summary>In the order of the record.</summary>
    public IReadOnlyList<MeasurementBlock> Measurements { get; }

    public OpaqueData Opaque { get; }

    /// <summary>Bytes after the signature; always 0 under strict rules.</summary>
    public int TrailingBytes { get; }

    /// <summary>Switches carry their version as text and know no driver.</summary>
    public bool IsSwitch => Opaque.IsSwitch;

    /// <summary>The value at a manifest's 0-based index; the last one where compatible rules let an index stand twice.</summary>
    public ReadOnlyMemory<byte>? Measurement(int manifestIndex)
    {
        for (var i = Measurements.Count - 1; i >= 0; i--)
        {
            if (Measurements[i].Index == manifestIndex + 1)
            {
                return Measurements[i].Value;
            }
        }

        return null;
    }
}
