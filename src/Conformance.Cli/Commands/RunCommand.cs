using System.CommandLine;
using System.Globalization;
using System.Text;
using Conformance.Certification.Reports;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;

namespace Conformance.Cli.Commands;

/// <summary>The main job: cases on backends, one report, one verdict.</summary>
internal static class RunCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var profile = new Option<string?>("--profile")
        {
            Description = "Must-pass list below vectors/mustpass (default: 'gpu-node' where a GPU is found, else 'software')",
            HelpName = "NAME",
        };
        var backend = new Option<string[]>("--backend")
        {
            Description = "Only this backend; may be repeated: cpu, opencl, opencl:0 (default: all that the profile lists)",
            HelpName = "NAME",
        };
        var cases = new Option<string[]>("--case")
        {
            Description = "Only cases whose id matches; may be repeated: 'softmax/*' (a partial run never is conformant)",
            HelpName = "GLOB",
        };
        var outDirectory = new Option<string?>("--out")
        {
            Description = "Directory of the report (default: a new one below reports)", HelpName = "DIR",
        };
        var repeats = CommonOptions.Repeats();
        var timeout = new Option<double?>("--timeout")
        {
            Description = "Seconds that one execution may take (default: the case's own)", HelpName = "SECONDS",
        };
        CommonOptions.Require(
            timeout,
            text =>
                double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var s) && s is >= 0.1 and <= 86_400,
            "0.1 to 86400 seconds");
        var vectors = CommonOptions.Vectors();
        var model = CommonOptions.Model();
        var tokenizer = CommonOptions.Tokenizer();
        var quiet = new Option<bool>("--quiet") { Description = "No progress on standard error" };
        var json = CommonOptions.Json("the report");
        var grade = new Option<bool>("--grade")
        {
            Description = "Grade the vendor libraries too; their pages go beside the report and change no verdict",
        };

        var command = new Command(
            "run",
            "Runs the cases on every backend of a profile, writes a report and gives the verdict (what happens without a subcommand).")
        {
            profile, backend, cases, outDirectory, repeats, timeout, vectors, model, tokenizer, quiet, json, grade,
        };
        ExampleHelp.Of(
            command,
            "conformance run",
            "conformance run --profile software --out reports/mine",
            "conformance run --backend opencl:0 --case 'softmax/*' --json");
        command.SetAction(parsed => Execute(
            new RunRequest
            {
                Profile = parsed.GetValue(profile),
                Backends = parsed.GetValue(backend) ?? [],
                Cases = parsed.GetValue(cases) ?? [],
                Context = CommonOptions.Context(parsed.GetValue(vectors), parsed.GetValue(model), parsed.GetValue(tokenizer), surroundings),
                Out = parsed.GetValue(outDirectory),
                ReportsRoot = surroundings.Layout.Reports,
                SourceRoot = surroundings.Layout.Root,
                Repeats = parsed.GetValue(repeats),
                Limit = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Version = SuiteVersion.Text,
            },
            parsed.GetValue(quiet),
            parsed.GetValue(json),
            parsed.GetValue(grade),
            surroundings));
        return command;
    }

    private static int Execute(RunRequest request, bool quiet, bool json, bool grade, Surroundings surroundings)
    {
        using var interruption = new Interruption(surroundings.Error);
        RunOutcome outcome;
        using (var progress = quiet ? null : new RunProgress(surroundings.Error, surroundings.LiveProgress))
        {
            outcome = new RunSession(request, progress as IRunProgress ?? new NoProgress()).Run(interruption.Token);
        }

        if (json)
        {
            surroundings.Output.Write(Encoding.UTF8.GetString(ReportJson.Write(outcome.Report)));
        }
        else
        {
            TerminalReport.Write(outcome.Report, surroundings.Output, surroundings.Color);
        }

        surroundings.Output.Flush();
        if (outcome.WriteProblem is { } problem)
        {
            surroundings.Error.WriteLine($"conformance: no verdict is kept, since the report is incomplete: {Printable.Of(problem)}");
        }

        if (grade)
        {
            // After the verdict, which no grade can change.
            var directory = outcome.Report.Run.Directory;
            GradeCommand.Execute(
                GradeCommand.Request(request.Context.Vectors), directory, null, json: false, json
                    ? surroundings with { Output = surroundings.Error }
                    : surroundings);
        }

        return outcome.ExitCode;
    }
}
