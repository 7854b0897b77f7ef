using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conformance.EvidenceMaker.Nvidia;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Conformance.Evidence.Online.Tests;

/// <summary>A real responder, 'openssl ocsp', for one issuer, on a port of its own choice. Skips where there is none.</summary>
internal sealed class OpenSslResponder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformance-ocsp");
    private readonly Process _process;

    /// <param name="issuer">Whose certificates it knows.</param>
    /// <param name="responder">Signs the answers.</param>
    /// <param name="lines">The issuer's index: status, end, revocation, serial in hex, file, subject.</param>
    public OpenSslResponder(GpuCertificate issuer, GpuCertificate responder, string lines, params string[] more)
    {
        var program = Find();
        Skip.If(program is null, "TOOL_ABSENT:openssl");
        Write("ca.pem", Pem("CERTIFICATE", issuer.Make()));
        Write("responder.pem", Pem("CERTIFICATE", responder.Make()));
        Write(
            "responder.key", Pem(
                "PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(GpuCertificate.Pair(responder.KeyLabel).Private)
                    .GetDerEncoded()));
        Write("index.txt", lines);
        _process = Process.Start(new ProcessStartInfo(
            program, [
                "ocsp", "-index", "index.txt", "-port", "0", "-rsigner", "responder.pem", "-rkey", "responder.key", "-CA", "ca.pem", "-rmd",
                "sha384", .. more])
        {
            WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

        // It says where it listens before it does anything else.
        var port = 0;
        while (port == 0 && _process.StandardOutput.ReadLine() is { } line)
        {
            var end = line.IndexOf(" PID=", StringComparison.Ordinal);
            port = line.StartsWith("ACCEPT ", StringComparison.Ordinal) && end > 0
                ? int.Parse(line[(line.LastIndexOf(':', end) + 1)..end], CultureInfo.InvariantCulture)
                : 0;
        }

        Assert.True(port > 0, port > 0 ? "" : _process.StandardError.ReadToEnd());
        Address = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Address { get; }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    public void Stop()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, "openssl"))
            .FirstOrDefault(File.Exists);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static string Pem(string label, byte[] der) => PemEncoding.WriteString(label, der) + "\n";
}
