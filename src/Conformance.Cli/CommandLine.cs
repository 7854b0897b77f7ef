using System.CommandLine;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;
using Conformance.Cli.Commands;
using Conformance.Cli.Commands.Kernels;
using Conformance.Cli.Terminal;
using Conformance.Vectors;

namespace Conformance.Cli;

/// <summary>The command: parses, calls, and turns whatever went wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    public static int Invoke(IReadOnlyList<string> args, Surroundings surroundings)
    {
        try
        {
            var root = Build(surroundings);

            // Without a subcommand the options are those of 'run', so that './run-conformance.sh --quiet' works.
            var asRun = args.Count == 0 || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version"));
            var parsed = root.Parse(asRun ? ["run", .. args] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && !parsed.Tokens.Any(t => t.Value is "--help" or "-h" or "-?"))
            {
                return UsageErrors.Report(parsed, surroundings.Error);
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,

                // Ctrl-C is handled by the commands that have something to save.
                ProcessTerminationTimeout = null,
            });
        }
        catch (RunRefusedException e)
        {
            return Fail(e, e.ExitCode, surroundings);
        }
        catch (VectorFormatException e)
        {
            return Fail(e, ExitCodes.Usage, surroundings);
        }
        catch (ManifestException e)
        {
            return Fail(e, ExitCodes.Verification, surroundings);
        }
        catch (OperationCanceledException e)
        {
            return Fail(e, ExitCodes.Interrupted, surroundings);
        }
#pragma warning disable CA1031 // The last resort: nobody shall be shown a stack trace who did not ask for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Fail(e, ExitCodes.Harness, surroundings);
        }
    }

    private static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand("Demands bit-exact inference results from every backend and gives one verdict.")
        {
            RunCommand.Create(surroundings),
            ProbeCommand.Create(surroundings),
            GenerateCommand.Create(surroundings),
            VectorsCommand.Create(surroundings),
            GradeCommand.Create(surroundings),
            BackendsCommand.Create(surroundings),
            VerifyCommand.Create(surroundings),
            LaunchDigestCommand.Create(surroundings),
            KernelsCommand.Create(surroundings),
            HardwareCommand.Create(surroundings),
            NodeEvidenceCommand.Create(surroundings),
            WorkerCommandLine.Create(surroundings),
        };
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        ExampleHelp.Of(root, "conformance", "conformance run --profile software", "conformance run --help");
        return root;
    }

    private static int Fail(Exception e, int code, Surroundings surroundings)
    {
        try
        {
            surroundings.Error.WriteLine($"conformance: {Printable.Of(e is OperationCanceledException ? "interrupted" : e.Message)}");
            if (surroundings.Debug)
            {
                surroundings.Error.WriteLine(e.ToString());
            }
        }
        catch (IOException)
        {
            // Nobody listens on standard error any more; the exit code still tells.
        }

        return code;
    }
}
