using Conformance.Evidence.Caching;
using Conformance.Evidence.Snp.Containers;

namespace Conformance.Evidence.Snp;

/// <summary>The bytes that endorse a report, from the caller where he gave them, else from the table that came with the report.</summary>
/// <param name="First">The whole chain, or the table's ASK.</param>
/// <param name="Second">The table's ARK; null where the chain is in one piece.</param>
internal readonly record struct EndorsementBytes(
    ReadOnlyMemory<byte>? Vek, ReadOnlyMemory<byte>? First, ReadOnlyMemory<byte>? Second, ReadOnlyMemory<byte>? Crl, bool IsFromTable)
{
    public static EndorsementBytes Of(SnpEvidence evidence, CertificateTable? table, bool isVlek) => new(
        evidence.Vek ?? table?.Find(isVlek ? CertificateTable.VlekId : CertificateTable.VcekId),
        evidence.Chain ?? table?.Find(CertificateTable.AskId),
        evidence.Chain is null ? table?.Find(CertificateTable.ArkId) : null,
        evidence.Crl ?? table?.Find(CertificateTable.CrlId),
        evidence.Chain is null);

    /// <summary>Everything that is there. Where it came from is no part of it: bytes say the same from everywhere.</summary>
    public ByteKey Key => new(
        (Vek is null ? 0 : 1) | (First is null ? 0 : 2) | (Second is null ? 0 : 4) | (Crl is null ? 0 : 8),
        Vek.GetValueOrDefault().Span, First.GetValueOrDefault().Span, Second.GetValueOrDefault().Span, Crl.GetValueOrDefault().Span);

    /// <summary>The same, over the key's own copy of the bytes.</summary>
    public EndorsementBytes Over(byte[][] parts) => this with
    {
        Vek = Vek is null ? null : (ReadOnlyMemory<byte>?)parts[0],
        First = First is null ? null : (ReadOnlyMemory<byte>?)parts[1],
        Second = Second is null ? null : (ReadOnlyMemory<byte>?)parts[2],
        Crl = Crl is null ? null : (ReadOnlyMemory<byte>?)parts[3],
    };
}
