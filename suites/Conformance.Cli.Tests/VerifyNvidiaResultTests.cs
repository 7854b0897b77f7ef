using System.Security.Cryptography;
using System.Text.Json;
using Conformance.Suites;

namespace Conformance.Cli.Tests;

/// <summary>'verify nvidia' with '--eat', '--ear' and '--online', and 'verify token' on what comes of it.</summary>
public sealed class VerifyNvidiaResultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformance-result");

    public VerifyNvidiaResultTests()
    {
        Key("p384.pem", ECCurve.NamedCurves.nistP384);
        Key("p256.pem", ECCurve.NamedCurves.nistP256);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public void Both_results_are_written_and_verify_under_the_key_set()
    {
        var made = InProcess.Run(
            null, "verify", "nvidia", "--case", Case("h100-550.90.07"), "--eat", In("eat"), "--ear", In("ear"), "--key", In("p384.pem"), "--key", In("p256.pem"), "--key-set", In("keys"), "--issuer", "us");
        Assert.Equal((0, ""), (made.Code, made.Error));
        foreach (var file in (string[])["eat", "ear"])
        {
            var answer =
                InProcess.Run(
                    null, "verify", "token", "--token", In(file), "--jwks", In("keys"), "--issuer", "us", "--time", "2025-08-21T12:30:00Z",
                    "--json");
            Assert.Equal((0, ""), (answer.Code, answer.Error));
            using var json = JsonDocument.Parse(answer.Output);
            Assert.StartsWith(
                file == "eat"
                    ? "nvidia.token."
                    : "nvidia.ear.", json.RootElement.GetProperty("checks")[0].GetProperty("id").GetString(), StringComparison.Ordinal);
        }

        // An hour later it is over, and in another's name it is nothing.
        Assert.Equal(
            5, InProcess.Run(
                null, "verify", "token", "--token", In("eat"), "--jwks", In("keys"), "--issuer", "us", "--time",
                "2025-08-21T13:30:00Z").Code);
        Assert.Contains(
            "nvidia.ear.issuer", InProcess.Run(
                null, "verify", "token", "--token", In("ear"), "--jwks", In("keys"), "--time",
                "2025-08-21T12:30:00Z").Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_refusal_is_written_too()
    {
        var made =
            InProcess.Run(
                null, "verify", "nvidia", "--case", Case("h100-560.00-bad-signature"), "--eat", In("eat"), "--key", In("p384.pem"),
                "--key-set", In("keys"), "--issuer", "us", "--time", "2025-06-01");
        Assert.Equal(5, made.Code);
        var answer =
            InProcess.Run(null, "verify", "token", "--token", In("eat"), "--jwks", In("keys"), "--issuer", "us", "--time", "2025-06-01");
        Assert.Equal(5, answer.Code);
        Assert.Contains(
            "refused by nvidia.token.result: x-nvidia-overall-att-result: expected true, found false", answer.Error,
            StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("--eat OUT", "--eat: expected a P-384 key with --key, found none")]
    [InlineData("--eat OUT --key p256.pem", "--eat: expected a P-384 key with --key, found only others")]
    [InlineData("--ear OUT --key p384.pem", "--ear: expected a P-256 key with --key, found only others")]
    [InlineData("--key p384.pem", "--key and --key-set need --eat or --ear")]
    [InlineData("--ocsp-url http://127.0.0.1:1/", "--ocsp-url needs --online")]
    [InlineData("--rim-url http://127.0.0.1:1/", "--rim-url needs --online")]
    [InlineData("--rim-store /nowhere", "/nowhere: no such folder")]
    public void What_cannot_be_meant_is_one_line(string options, string message)
    {
        var arguments = options.Replace("OUT", In("out"), StringComparison.Ordinal).Split(' ')
            .Select(a => a.EndsWith(".pem", StringComparison.Ordinal) ? In(a) : a);
        var answer = InProcess.Run(null, ["verify", "nvidia", "--case", Case("h100-550.90.07"), .. arguments]);
        Assert.Equal(2, answer.Code);
        Assert.StartsWith($"conformance: {message}", answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("out")));
    }

    [SkippableFact]
    public void A_key_that_is_none_is_refused_before_anything_is_judged()
    {
        File.WriteAllText(In("bad.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        var answer = InProcess.Run(null, "verify", "nvidia", "--case", Case("h100-550.90.07"), "--eat", In("out"), "--key", In("bad.pem"));
        Assert.Equal((2, ""), (answer.Code, answer.Output));
        Assert.Contains("expected an unencrypted private key on P-256 or P-384 in PEM", answer.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_dead_service_is_named_and_the_evidence_refused()
    {
        // Nobody listens on port 1 of this machine.
        var answer =
            InProcess.Run(
                null, "verify", "nvidia", "--case", Case("h100-580.159.03"), "--online", "--ocsp-url", "http://127.0.0.1:1/", "--rim-url",
                "http://127.0.0.1:1", "--json");
        Assert.Equal(5, answer.Code);
        Assert.Contains(
            "driver_rim could not be fetched: GET http://127.0.0.1:1/v1/rim/NV_GPU_DRIVER_GH100_580.159.03", answer.Error,
            StringComparison.Ordinal);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal("OCSP_MISSING", json.RootElement.GetProperty("reason").GetString());
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private void Key(string name, ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        File.WriteAllText(In(name), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Case(string name) => Corpus.Folder($"nvidia/{name}");
}
