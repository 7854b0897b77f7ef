using System.CommandLine;
using Conformance.Kernels.Signing;

namespace Conformance.Cli.Commands.Kernels;

/// <summary>Verifies the signature of a container, check by check.</summary>
internal static class KernelsVerifyCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = KernelFileOptions.Container();
        var trust = new Option<string?>("--trust")
        {
            Description = "Trusted roots in PEM, a trust file (docs/kernels.md), or a directory with both (default: the development root, which proves no identity)",
            HelpName = "DIR|FILE",
        };
        var name = KernelFileOptions.Name();
        var minimum = KernelFileOptions.Version("--minimum-version", "Refuse an older version");
        var time = KernelFileOptions.Time("Time at which certificates have to be valid");
        var json = CommonOptions.Json("the verdict");
        var command = new Command(
            "verify",
            "Verifies container, statement and signature. Exit 0: accepted; 5: refused; 2: a file cannot be read.")
        {
            file, trust, name, minimum, time, json,
        };
        ExampleHelp.Of(
            command,
            "conformance kernels verify kernel.fatbin --trust root.pem",
            "conformance kernels verify kernel.fatbin --trust /etc/conformance/kernels --minimum-version 3 --json");
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var files = new KernelFiles(
                KernelFileOptions.Read(path), KernelFileOptions.ReadBeside(path, KernelFiles.StatementSuffix),
                    KernelFileOptions.ReadBeside(path, KernelFiles.SignatureSuffix));
            var trustPath = parsed.GetValue(trust);
            var trusted = trustPath is null ? KernelTrust.Development
                : KernelFileOptions.Reading(trustPath, () => KernelTrust.Load(trustPath));
            var expected = KernelFileOptions.NameOf(parsed.GetValue(name), path);
            if (parsed.GetValue(minimum) is { } version)
            {
                trusted = trusted.And(new KernelTrust(new HashSet<string>(), [], new Dictionary<string, int> { [expected] = version }));
            }

            var code = VerifyCommand.Print(
                KernelVerifier.Verify(new KernelRequest(files, trusted, EvidenceOptions.TimeOf(parsed.GetValue(time), null), expected)),
                    parsed.GetValue(json), surroundings);
            if (trustPath is null && code == ExitCodes.Success)
            {
                surroundings.Error.WriteLine(
                    "conformance: accepted under the development root, whose key is public: this proves no identity; --trust names a root of your own");
            }

            return code;
        });
        return command;
    }
}
