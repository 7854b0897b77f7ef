using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>A root and what it issues, made anew for each test: nobody has a key of the vendor.</summary>
internal sealed class SyntheticAuthority : IDisposable
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2034, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<IDisposable> _owned = [];
    private byte _serial = 1;

    public SyntheticAuthority(string name)
    {
        Key = Own(ECDsa.Create(ECCurve.NamedCurves.nistP384));
        var request = Request($"CN={name}", Key, true, X509KeyUsageFlags.KeyCertSign);
        Root = Own(request.CreateSelfSigned(Start, End));
        Pin = Convert.ToHexStringLower(SHA256.HashData(Key.ExportSubjectPublicKeyInfo()));
    }

    public ECDsa Key { get; }

    public X509Certificate2 Root { get; }

    /// <summary>SHA-256 of the root's SubjectPublicKeyInfo.</summary>
    public string Pin { get; }

    public (X509Certificate2 Certificate, ECDsa Key) Issue(string name, params X509Extension[] extensions)
    {
        var key = Own(ECDsa.Create(ECCurve.NamedCurves.nistP384));
        var request = Request($"CN={name}", key, false, X509KeyUsageFlags.DigitalSignature);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return (Own(request.Create(Root.SubjectName, X509SignatureGenerator.CreateForECDsa(Key), Start, End, [_serial++])), key);
    }

    public void Dispose() => _owned.ForEach(o => o.Dispose());

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority, X509KeyUsageFlags usage)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        return request;
    }

    private T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
