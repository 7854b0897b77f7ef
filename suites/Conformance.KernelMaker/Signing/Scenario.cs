using Conformance.Kernels.Signing;
using Conformance.KernelMaker.Containers;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.KernelMaker.Signing;

/// <summary>Everything about one signed container; starts out right, and a case then breaks one thing.</summary>
internal sealed class Scenario
{
    public const string Name = "sample";

    public static readonly CertificateSpec RootSpec = new()
    {
        Name = "root", Key = new SyntheticKey("root"), IsAuthority = true, PathLength = 1, Usage = KeyUsage.KeyCertSign, Serial = 1,
    };

    public static readonly CertificateSpec SignerSpec = new()
    {
        Name = "signer", Key = new SyntheticKey("signer"), Issuer = RootSpec, Usage = KeyUsage.DigitalSignature,
            Purpose = KeyPurposeID.id_kp_codeSigning, Serial = 2,
    };

    public static readonly CertificateSpec IntermediateSpec = new()
    {
        Name = "intermediate", Key = new SyntheticKey("intermediate"), Issuer = RootSpec, IsAuthority = true, PathLength = 0,
            Usage = KeyUsage.KeyCertSign, Serial = 3,
    };

    public byte[] Container { get; set; } = new FileSpec(
        Samples.CubinEntry(90), Samples.CubinEntry(75, isNewAbi: false), Samples.PtxEntry(70, 7, 0),
            Samples.PtxEntry(90, 8, 0, "a")).Write();

    /// <summary>What lies there in the end, whatever was signed.</summary>
    public Func<byte[], byte[]> Deliver { get; set; } = c => c;

    public int Version { get; set; } = 3;

    public Func<KernelStatement, KernelStatement> State { get; set; } = s => s;

    /// <summary>Changes the text before it is signed.</summary>
    public Func<byte[], byte[]> BeforeSigning { get; set; } = s => s;

    /// <summary>Changes the text after it was signed; null: it is not there.</summary>
    public Func<byte[], byte[]?> AfterSigning { get; set; } = s => s;

    public CertificateSpec Root { get; set; } = RootSpec;

    public CertificateSpec Signer { get; set; } = SignerSpec;

    /// <summary>Beside the signer's.</summary>
    public IReadOnlyList<CertificateSpec>? Others { get; set; }

    public Func<CmsSpec, CmsSpec> Sign { get; set; } = s => s;

    /// <summary>Changes the signature's bytes; null: it is not there.</summary>
    public Func<byte[], byte[]?> DeliverSignature { get; set; } = s => s;

    /// <summary>What the relying party trusts; as a rule the root that is meant.</summary>
    public IReadOnlyList<CertificateSpec> Trusted { get; set; } = [RootSpec];

    /// <summary>The relying party has the certificates of its roots, not only their digests.</summary>
    public bool TrustsByCertificate { get; set; }

    public int? MinimumVersion { get; set; }

    public string? ExpectedName { get; set; } = Name;

    public DateTimeOffset Time { get; set; } = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public KernelFiles Build()
    {
        var statement = BeforeSigning(State(StatementOf(Container)).Write());
        var cms = Sign(new CmsSpec { Content = statement, Signer = Signer, Certificates = [Signer, .. Others ?? [Root]] }).Make();
        return new KernelFiles(Deliver(Container), Optional(AfterSigning(statement)), Optional(DeliverSignature(cms)));
    }

    /// <summary>A missing file is not an empty one, which a missing array would turn into.</summary>
    private static ReadOnlyMemory<byte>? Optional(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    /// <summary>A container that is none is described as if it held the images of the usual one.</summary>
    private KernelStatement StatementOf(byte[] container)
    {
        try
        {
            return KernelStatement.Of(Name, Version, container);
        }
        catch (Conformance.Evidence.EvidenceFormatException)
        {
            return KernelStatement.Of(
                Name, Version, new Scenario().Container) with { Size = container.Length, Digest = KernelStatement.DigestOf(container) };
        }
    }
}
