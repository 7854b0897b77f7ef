namespace Conformance.Evidence.Tdx;

/// <summary>One level of a platform, as TCB info lists it.</summary>
/// <param name="Sgx">16 component SVNs, compared with the PCK certificate's.</param>
/// <param name="PceSvn">Compared with the PCK certificate's.</param>
/// <param name="Tdx">16 component SVNs, compared with TEE_TCB_SVN of the quote.</param>
public sealed record TcbLevel(byte[] Sgx, ushort PceSvn, byte[] Tdx, TcbGrade Grade)
{
    public const int Components = 16;

    /// <summary>Order of Intel's library: SGX components, PCESVN, TDX components.</summary>
    public static IComparer<TcbLevel> Order { get; } = Comparer<TcbLevel>.Create(static (a, b) =>
    {
        var order = a.Sgx.AsSpan().SequenceCompareTo(b.Sgx);
        order = order != 0 ? order : a.PceSvn.CompareTo(b.PceSvn);
        return order != 0 ? order : a.Tdx.AsSpan().SequenceCompareTo(b.Tdx);
    });
}

/// <summary>What a level is worth.</summary>
public sealed record TcbGrade(TcbStatus Status, DateTimeOffset Date, IReadOnlyList<string> Advisories);

/// <summary>One level of a TDX module or of the quoting enclave.</summary>
public sealed record EnclaveTcbLevel(ushort IsvSvn, TcbGrade Grade);
