using System.Diagnostics;
using System.Text;
using Conformance.Evidence.Certificates;
using Conformance.KernelMaker.Containers;
using Conformance.Kernels.Signing;

namespace Conformance.Kernels.Tests.Signing;

/// <summary>OpenSSL signs what is verified here, and verifies what is signed here: both know nothing of each other.</summary>
public sealed class OpenSslTests : IDisposable
{
    private static readonly byte[] Container = new FileSpec(Samples.PtxEntry(70, 7, 0), Samples.CubinEntry(90)).Write();

    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-openssl").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("ec", "EC -pkeyopt ec_paramgen_curve:P-384", "")]
    [InlineData("rsa", "RSA -pkeyopt rsa_keygen_bits:3072", "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48")]
    public void Openssl_signs_and_it_is_accepted(string kind, string key, string pss)
    {
        MakeChain(key, pss);
        var statement = KernelStatement.Of("sample", 2, Container).Write();
        File.WriteAllBytes(In("statement"), statement);
        var padding = kind == "rsa" ? "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:48" : "";
        Run($"cms -sign -binary -in statement -signer signer.pem -inkey signer.key {padding} -certfile root.pem -md sha384 -cades -nosmimecap -outform DER -out signature");
        Assert.Null(Judge(statement, File.ReadAllBytes(In("signature"))));
    }

    [SkippableTheory]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-384", "")]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:3072", "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48")]
    public void What_is_signed_here_openssl_accepts_and_refuses_once_it_is_changed(string key, string pss)
    {
        MakeChain(key, pss);
        Run("pkcs8 -topk8 -in signer.key -passout pass:correct -out encrypted.key");
        var signer = SigningKey.Read(File.ReadAllBytes(In("encrypted.key")), "correct", "key");
        var chain = CertificateReader.ReadAll(
            Encoding.ASCII.GetBytes(File.ReadAllText(In("signer.pem")) + File.ReadAllText(In("root.pem"))), "chain");
        var files = KernelSigner.Sign(Container, "sample", 2, signer, chain, Time);
        File.WriteAllBytes(In("statement"), files.Statement!.Value.Span);
        File.WriteAllBytes(In("signature"), files.Signature!.Value.Span);
        const string verify =
            "cms -verify -binary -inform DER -in signature -content statement -CAfile root.pem -purpose any -out verified";
        Run(verify);
        Assert.Equal(files.Statement!.Value.ToArray(), File.ReadAllBytes(In("verified")));
        File.AppendAllText(In("statement"), " ");
        Assert.NotEqual(0, TryRun(verify).Code);
    }

    [SkippableFact]
    public void A_signature_with_the_padding_of_PKCS_1_is_not_on_the_list()
    {
        MakeChain("RSA -pkeyopt rsa_keygen_bits:3072", "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48");
        var statement = KernelStatement.Of("sample", 2, Container).Write();
        File.WriteAllBytes(In("statement"), statement);
        Run("cms -sign -binary -in statement -signer signer.pem -inkey signer.key -certfile root.pem -md sha384 -cades -nosmimecap -outform DER -out signature");
        Assert.Equal(KernelReason.Algorithm, Judge(statement, File.ReadAllBytes(In("signature"))));
    }

    [SkippableTheory]
    [InlineData("correct", null)]
    [InlineData("wrong", KernelReason.KeyMalformed)]
    [InlineData(null, KernelReason.KeyMalformed)]
    public void An_encrypted_key_opens_with_its_password_only(string? password, string? reason)
    {
        Run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes-256-cbc -pass pass:correct -out key");
        Assert.Equal(reason, ReasonOf("key", password));
    }

    [SkippableTheory]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out key", null)]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key", KernelReason.Algorithm)]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key", KernelReason.Algorithm)]
    [InlineData("genpkey -algorithm ED25519 -out key", KernelReason.Algorithm)]
    [InlineData("ecparam -name secp384r1 -genkey -noout -out key", KernelReason.KeyMalformed)]
    [InlineData("rand -out key 100", KernelReason.KeyMalformed)]
    public void Only_keys_of_the_list_sign(string command, string? reason)
    {
        Run(command);
        Assert.Equal(reason, ReasonOf("key", null));
    }

    private string? ReasonOf(string key, string? password)
    {
        try
        {
            Assert.NotEqual(0, SigningKey.Read(File.ReadAllBytes(In(key)), password, "key").PublicKey.Length);
            return null;
        }
        catch (Evidence.EvidenceFormatException e)
        {
            return e.Reason;
        }
    }

    private string? Judge(byte[] statement, byte[] signature) => KernelVerifier.Verify(new KernelRequest(
        new KernelFiles(Container, statement, signature), KernelTrust.Read(File.ReadAllBytes(In("root.pem")), "root"), Time,
            "sample")).Reason;

    private void MakeChain(string key, string sign)
    {
        File.WriteAllText(In("empty.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
        File.WriteAllText(
            In("signer.ext"), "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n");
        File.WriteAllText(
            In("root.ext"), "basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n");
        foreach (var name in new[] { "root", "signer" })
        {
            Run($"genpkey -algorithm {key} -out {name}.key");
            Run($"req -new -config empty.cnf -key {name}.key -subj /O=Tests/CN={name} -sha384 -out {name}.csr");
        }

        Run($"x509 -req -in root.csr -signkey root.key -sha384 {sign} -days 10 -extfile root.ext -out root.pem");
        Run($"x509 -req -in signer.csr -CA root.pem -CAkey root.key -set_serial 2 -sha384 {sign} -days 10 -extfile signer.ext -out signer.pem");
    }

    /// <summary>The certificates are as new as the test; their own start spares it the clock.</summary>
    private DateTimeOffset Time => CertificateReader.ReadAll(File.ReadAllBytes(In("signer.pem")), "signer")[0].NotBefore;

    private string In(string name) => Path.Combine(_folder, name);

    private void Run(string arguments)
    {
        var (code, error) = TryRun(arguments);
        Assert.True(code == 0, $"openssl {arguments}: {error}");
    }

    private (int Code, string Error) TryRun(string arguments)
    {
        Skip.IfNot(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "openssl"))),
                "TOOL_ABSENT:openssl");
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _folder, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error + output.Result);
    }
}
