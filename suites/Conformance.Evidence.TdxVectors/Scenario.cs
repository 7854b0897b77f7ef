using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Everything that goes into a case. As it stands it is accepted; a twin changes one thing.</summary>
public sealed class Scenario
{
    private const string RootName = "Intel SGX Root CA";
    private const string CaName = "Intel SGX PCK Platform CA";

    public static SyntheticKey RootKey { get; } = new("root");

    public DateTimeOffset Time { get; set; } = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    public bool Is15 { get; init; }

    public SyntheticCertificate Root { get; set; } =
        new(RootName, 1, RootKey) { IsAuthority = true, NotAfter = SyntheticCertificate.Utc("2049-12-31") };

    public SyntheticCertificate Ca { get; set; } = new(CaName, 2, new("pck ca")) { IsAuthority = true };

    public SyntheticCertificate Leaf { get; set; } = new("Intel SGX PCK Certificate", 3, new("pck leaf")) { Platform = new() };

    public SyntheticCertificate TcbSigner { get; set; } = new("Intel SGX TCB Signing", 4, new("tcb signer"));

    public SyntheticCertificate QeSigner { get; set; } = new("Intel SGX TCB Signing", 5, new("qe signer"));

    /// <summary>Under which keys the signers' chains stand; another root where a twin wants one.</summary>
    public SyntheticCertificate? TcbRoot { get; set; }

    public SyntheticCertificate? QeRoot { get; set; }

    public SyntheticKey AttestationKey { get; } = new("attestation");

    public SyntheticCrl RootCrl { get; set; } = new(RootName, RootKey) { Revoked = [] };

    public SyntheticCrl PckCrl { get; set; } = new(CaName, new("pck ca"));

    public CollateralText Text { get; } = new();

    public byte[] Auth { get; set; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>Before the signatures that cover it.</summary>
    public Action<byte[]> Header { get; set; } = _ => { };

    public Action<byte[]> Body { get; set; } = _ => { };

    public Action<byte[]> QeReport { get; set; } = _ => { };

    public Func<byte[], byte[]> PckChain { get; set; } = b => b;

    public ushort CertificationType { get; set; } = 5;

    /// <summary>After all signatures.</summary>
    public Func<byte[], byte[]> Finish { get; set; } = b => b;

    public Func<TdxCollateral, TdxCollateral> Collateral { get; set; } = c => c;

    /// <summary>Members of the policy's tdx section.</summary>
    public string Policy { get; set; } = "";

    public string? EventLog { get; set; }

    /// <summary>In place of <see cref="EventLog"/>: a log that is no JSON.</summary>
    public byte[]? EventLogFile { get; set; }

    /// <summary>In place of the collateral's parts: the file that they should come in.</summary>
    public byte[]? CollateralFile { get; set; }

    public (byte[] Quote, TdxCollateral Collateral) Build()
    {
        var leaf = Leaf.Sign(Ca.Name, Ca.Key);
        var ca = Ca.Sign(Root.Name, Root.Key);
        var root = Root.Sign(Root.Name, Root.Key);
        var (tcbInfo, tcbSignature) = Text.TcbInfo(TcbSigner.Key);
        var (identity, identitySignature) = Text.QeIdentity(QeSigner.Key);
        var collateral = new TdxCollateral
        {
            TcbInfo = tcbInfo,
            TcbInfoSignature = tcbSignature,
            TcbInfoIssuerChain = SignerChain(TcbSigner, TcbRoot ?? Root),
            QeIdentity = identity,
            QeIdentitySignature = identitySignature,
            QeIdentityIssuerChain = SignerChain(QeSigner, QeRoot ?? Root),
            RootCrl = RootCrl.Sign(),
            PckCrl = PckCrl.Sign(),
        };
        return (Finish(Quote(PckChain(Pem(leaf, ca, root)))), Collateral(collateral));
    }

    /// <summary>Certificates in PEM, one after the other.</summary>
    public static byte[] Pem(params byte[][] certificates) =>
        Encoding.ASCII.GetBytes(string.Concat(certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c) + "\n")));

    private static byte[] SignerChain(SyntheticCertificate signer, SyntheticCertificate root) =>
        Pem(signer.Sign(root.Name, root.Key), root.Sign(root.Name, root.Key));

    private byte[] Quote(byte[] chain)
    {
        byte[] signed = [.. MakeHeader(), .. MakeBody()];
        var report = MakeQeReport();
        byte[] payload =
        [
            .. report, .. Leaf.Key.SignFixed(report), .. U16(Auth.Length), .. Auth, .. U16(CertificationType), .. U32(chain.Length),
            .. chain,
        ];
        byte[] section = [.. AttestationKey.SignFixed(signed), .. AttestationKey.Point, .. U16(6), .. U32(payload.Length), .. payload];
        return [.. signed, .. U32(section.Length), .. section];
    }

    private byte[] MakeHeader()
    {
        var header = new byte[Is15 ? 54 : 48];
        header[0] = (byte)(Is15 ? 5 : 4);
        header[2] = 2;
        header[4] = 0x81;
        Convert.FromHexString("939a7233f79c4ca9940a0db3957f0607").CopyTo(header, 12);
        if (Is15)
        {
            header[48] = 3;
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(50), TdBody.Size15);
        }

        Header(header);
        return header;
    }

    private byte[] MakeBody()
    {
        var body = new byte[Is15 ? TdBody.Size15 : TdBody.Size10];

        // Every field has bytes of its own, so that a field read from the wrong place shows.
        for (var i = 136; i < 584; i++)
        {
            body[i] = (byte)(0x20 + ((i - 136) / 48));
        }

        for (var i = 16; i < 64; i++)
        {
            body[i] = 0x5e;
        }

        byte[] svn = [6, 1, 6];
        svn.CopyTo(body, 0);
        body[123] = 0x10;
        body[128] = 0xe7;
        body[129] = 0x02;
        body[130] = 0x06;
        if (Is15)
        {
            svn.CopyTo(body, 584);
        }

        Body(body);
        return body;
    }

    private byte[] MakeQeReport()
    {
        var report = new byte[Tdx.QeReport.Size];
        report[48] = 0x11;
        Convert.FromHexString(CollateralText.QeSigner).CopyTo(report, 128);
        report[256] = 2;
        report[258] = 4;
        SHA256.HashData([.. AttestationKey.Point, .. Auth]).CopyTo(report, 320);
        QeReport(report);
        return report;
    }

    private static byte[] U16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] U32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
