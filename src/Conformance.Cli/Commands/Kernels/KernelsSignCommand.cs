using System.CommandLine;
using System.Text;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;
using Conformance.Evidence.Certificates;
using Conformance.Kernels.Signing;

namespace Conformance.Cli.Commands.Kernels;

/// <summary>Writes the statement about a container, and the signature over the statement.</summary>
internal static class KernelsSignCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = KernelFileOptions.Container();
        var key = EvidenceOptions.File("--key", "The signer's private key: PKCS #8 in PEM, ECDSA P-384 or RSA of 3072 bits or more");
        var password = EvidenceOptions.File("--password-file", "File whose first line is the password of an encrypted key");
        var chain = EvidenceOptions.File("--chain", "Certificates in PEM, the signer's first, up to the root");
        var development = new Option<bool>("--development")
        {
            Description = "Sign with the development key, which is public and proves no identity, instead of --key and --chain",
        };
        var name = KernelFileOptions.Name();
        var version = KernelFileOptions.Version("--version", "Version of the container; must grow with every change");
        version.Required = true;
        var output = new Option<string?>("--out") { Description = "Write OUT.json and OUT.p7s (default: OUT is FILE)", HelpName = "OUT" };
        var time = KernelFileOptions.Time("Signing time that the signature states");
        var command = new Command(
            "sign", "Writes FILE.json, a statement about the container, and FILE.p7s, a detached CMS signature over the statement.")
        {
            file, key, password, chain, development, name, version, output, time,
        };
        ExampleHelp.Of(
            command,
            "conformance kernels sign kernel.fatbin --key signer.key.pem --chain chain.pem --version 3",
            "conformance kernels sign kernel.fatbin --development --version 1");
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var (keyFile, chainFile, isDevelopment) = (parsed.GetValue(key), parsed.GetValue(chain), parsed.GetValue(development));
            if (isDevelopment ? keyFile is not null || chainFile is not null : keyFile is null || chainFile is null)
            {
                throw new RunRefusedException(ExitCodes.Usage, "expected either --key with --chain, or --development");
            }

            var container = KernelFileOptions.Read(path);
            var (signer, certificates) = isDevelopment
                ? (DevelopmentChain.Key, DevelopmentChain.Certificates)
                : (ReadKey(keyFile!, parsed.GetValue(password)),
                    KernelFileOptions.Reading(chainFile!, () => CertificateReader.ReadAll(EvidenceOptions.Read(chainFile!), "chain")));
            var at = parsed.GetValue(time) is null && isDevelopment ? DevelopmentChain.SigningTime
                : EvidenceOptions.TimeOf(parsed.GetValue(time), null);
            var signed = KernelFileOptions.Reading(
                path, () => KernelSigner.Sign(container, KernelFileOptions.NameOf(parsed.GetValue(name), path),
                    parsed.GetValue(version)!.Value, signer, certificates, at));
            var target = parsed.GetValue(output) ?? path;
            KernelFileOptions.Write(target + KernelFiles.StatementSuffix, signed.Statement!.Value.Span);
            KernelFileOptions.Write(target + KernelFiles.SignatureSuffix, signed.Signature!.Value.Span);
            surroundings.Output.WriteLine(
                $"{Printable.Of(target)}: signed by '{Printable.Of(certificates[0].Subject.ToString())}', root SHA-256 {certificates[^1].Fingerprint}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static SigningKey ReadKey(string path, string? passwordFile)
    {
        var password = passwordFile is null ? null
            : Encoding.UTF8.GetString(EvidenceOptions.Read(passwordFile)).Split('\n')[0].TrimEnd('\r');
        return KernelFileOptions.Reading(path, () => SigningKey.Read(EvidenceOptions.Read(path), password, "key"));
    }
}
