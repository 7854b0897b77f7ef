using System.Buffers.Binary;
using Conformance.Evidence.Snp;
using Conformance.EvidenceMaker.Certificates;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>
/// A machine, its certificates and a report, all sound until something is changed. What is signed is signed after the changes.
/// </summary>
internal sealed class SnpScenario
{
    private readonly List<Action<byte[]>> _edits = [];
    private readonly List<Action<byte[]>> _damages = [];

    public SnpScenario(ProductLine line = ProductLine.Milan, uint version = 3, bool isVlek = false)
    {
        Line = line;
        Version = version;
        IsVlek = isVlek;
        Tcb = line == ProductLine.Turin ? new TcbVersion(1, 2, 3, 4, 200) : new TcbVersion(0, 4, 0, 24, 219);
        Chip = new byte[line == ProductLine.Turin ? 8 : 64];
        for (var i = 0; i < Chip.Length; i++)
        {
            Chip[i] = (byte)(0xA0 + i);
        }

        Vek = Vek.Of(line, isVlek, Tcb, Chip);
        var ark = SyntheticKeys.Rsa("ark");
        var ask = SyntheticKeys.Rsa("ask");
        RootSpec = new CertificateSpec
        {
            CommonName = $"ARK-{line}", IssuerName = $"ARK-{line}", Key = ark.Public, IssuerKey = ark.Private, IsRoot = true,
            Serial = 0x10000, CrlUri = $"https://kdsintf.amd.com/vcek/v1/{line}/crl",
        };
        IntermediateSpec = new CertificateSpec
        {
            CommonName = isVlek ? $"SEV-VLEK-{line}" : $"SEV-{line}", IssuerName = $"ARK-{line}", Key = ask.Public, IssuerKey = ark.Private,
            Serial = 0x10001, CrlUri = $"https://kdsintf.amd.com/{(isVlek ? "vlek" : "vcek")}/v1/{line}/crl",
        };
        VekSpec = new CertificateSpec
        {
            CommonName = isVlek ? "SEV-VLEK" : "SEV-VCEK", IssuerName = IntermediateSpec.CommonName, IssuerKey = ask.Private,
            Key = SyntheticKeys.P384("vek").Public,
        };
    }

    public ProductLine Line { get; }

    public uint Version { get; }

    public bool IsVlek { get; }

    public TcbVersion Tcb { get; }

    public byte[] Chip { get; }

    public Vek Vek { get; }

    public CertificateSpec RootSpec { get; set; }

    public CertificateSpec IntermediateSpec { get; set; }

    /// <summary>Without AMD's extensions, which are <see cref="Vek"/>.</summary>
    public CertificateSpec VekSpec { get; set; }

    public CrlSpec? CrlSpec { get; set; }

    /// <summary>What the guest was launched with; null: nothing is said about it.</summary>
    public IdBlockSpec? IdBlock { get; set; }

    public bool HasVek { get; set; } = true;

    public bool HasRoot { get; set; } = true;

    public Func<byte[], byte[]> Wrap { get; set; } = report => report;

    public string Time { get; set; } = "2025-06-01T00:00:00Z";

    /// <summary>The policy's members beside 'format', as JSON.</summary>
    public string Policy { get; set; } = "";

    public SnpScenario With(Action<SnpScenario> change)
    {
        change(this);
        return this;
    }

    /// <summary>Changes the report before it is signed.</summary>
    public void Edit(Action<byte[]> edit) => _edits.Add(edit);

    public void Set(int offset, params byte[] bytes) => Edit(r => bytes.CopyTo(r.AsSpan(offset)));

    /// <summary>Changes the report after it was signed.</summary>
    public void Damage(Action<byte[]> damage) => _damages.Add(damage);

    public byte[] Report()
    {
        var report = new byte[SnpReport.Size];
        BinaryPrimitives.WriteUInt32LittleEndian(report, Version);
        BinaryPrimitives.WriteUInt32LittleEndian(report.AsSpan(0x004), 7);
        BinaryPrimitives.WriteUInt64LittleEndian(report.AsSpan(0x008), 0x30000);
        BinaryPrimitives.WriteUInt32LittleEndian(report.AsSpan(0x034), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(report.AsSpan(0x040), 0x5);
        report[0x048] = IsVlek ? (byte)4 : (byte)0;
        report.AsSpan(0x050, 64).Fill(0x11);
        report.AsSpan(0x090, 48).Fill(0x22);
        report.AsSpan(0x0C0, 32).Fill(0x33);
        report.AsSpan(0x140, 32).Fill(0x44);
        report.AsSpan(0x160, 32).Fill(0xFF);
        foreach (var offset in (int[])[0x038, 0x180, 0x1E0, 0x1F0])
        {
            Tcb.WriteTo(report.AsSpan(offset, 8), ProductLines.LayoutOf(Line));
        }

        if (Version >= 3)
        {
            var (family, model) = Line switch { ProductLine.Milan => (0x19, 0x01), ProductLine.Genoa => (0x19, 0x11), _ => (0x1A, 0x02) };
            report[0x188] = (byte)family;
            report[0x189] = (byte)model;
        }

        // A VLEK does not say which chip it is; clouds mask the id.
        (IsVlek ? new byte[Chip.Length] : Chip).CopyTo(report.AsSpan(0x1A0));
        foreach (var offset in (int[])[0x1E8, 0x1EC])
        {
            ((byte[])[29, 55, 1]).CopyTo(report.AsSpan(offset));
        }

        if (Version >= 5)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(report.AsSpan(0x1F8), 0x3);
            BinaryPrimitives.WriteUInt64LittleEndian(report.AsSpan(0x200), 0x7);
        }

        _edits.ForEach(edit => edit(report));
        SignTo(report.AsSpan(0x2A0), report.AsSpan(0, SnpReport.SignedSize), SyntheticKeys.P384("vek").Private);
        _damages.ForEach(damage => damage(report));
        return Wrap(report);
    }

    /// <summary>ECDSA P-384 with SHA-384, r and s little-endian in 72 bytes each; RFC 6979: the same signature every time.</summary>
    public static void SignTo(Span<byte> field, ReadOnlySpan<byte> data, AsymmetricKeyParameter key)
    {
        var digest = new Sha384Digest();
        digest.BlockUpdate(data);
        var hash = new byte[48];
        digest.DoFinal(hash, 0);
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha384Digest()));
        signer.Init(true, key);
        var numbers = signer.GenerateSignature(hash);
        LittleEndian(numbers[0]).CopyTo(field);
        LittleEndian(numbers[1]).CopyTo(field[SnpReport.ScalarRoom..]);
    }

    private static byte[] LittleEndian(BigInteger value)
    {
        var bytes = value.ToByteArrayUnsigned();
        Array.Reverse(bytes);
        return bytes;
    }
}
