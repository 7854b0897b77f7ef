using System.Runtime.InteropServices;
using Conformance.Backends;
using Conformance.Tensors;

namespace Conformance.Models.Generation;

/// <summary>The logits of the last pass on the host, row by row, in memory that the next pass uses again.</summary>
internal sealed class LogitRows(IBackend backend, int vocabulary)
{
    private readonly Shape _shape = new(vocabulary);
    private readonly int _rowBytes = vocabulary * sizeof(float);
    private byte[] _bytes = [];

    /// <param name="logits">f32 [rows,vocabulary].</param>
    /// <param name="count">How many rows.</param>
    public void Read(IBuffer logits, int count)
    {
        if (_bytes.Length != count * _rowBytes)
        {
            _bytes = new byte[count * _rowBytes];
        }

        backend.Read(logits, _bytes);
    }

    /// <summary>SA-1 [D1] of the row as f32 [vocabulary].</summary>
    public string Digest(int row) => TensorDigest.Of(ElementFormat.F32, _shape, Row(row));

    /// <summary>A copy, the caller's to keep.</summary>
    public Tensor Copy(int row) => Tensor.FromFloats(_shape, MemoryMarshal.Cast<byte, float>(Row(row)));

    private Span<byte> Row(int row) => _bytes.AsSpan(row * _rowBytes, _rowBytes);
}
