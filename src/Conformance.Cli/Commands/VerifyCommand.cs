using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Conformance.Cli.Terminal;
using Conformance.Evidence;
using Conformance.Evidence.Checks;

namespace Conformance.Cli.Commands;

/// <summary>Verifies evidence of hardware, offline, check by check.</summary>
internal static class VerifyCommand
{
    private const int MaxJobs = 256;

    public static Command Create(Surroundings surroundings)
    {
        var list = new Option<bool>("--list-checks")
        {
            Description = "List every check: id, class, whether it is required, rule and source",
        };
        var json = CommonOptions.Json("the list");
        var batch = new Option<string?>("--batch")
        {
            Description = "Folder of evidence, or file of JSON lines; results are JSON lines, in order", HelpName = "PATH",
        };
        var jobs = new Option<int>("--jobs")
        {
            Description = "Threads for --batch (default: one for each processor)", HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        CommonOptions.Require(
            jobs, text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                    && n is >= 1 and <= MaxJobs, $"1 to {MaxJobs}");
        var checks = new Option<bool>("--checks") { Description = "With --batch: every check and the facts in each result" };
        var policy = EvidenceOptions.Policy();
        var time = EvidenceOptions.Time();
        var command = new Command(
            "verify",
            "Verifies evidence of hardware, check by check, offline unless told otherwise. Exit 0: all accepted; 5: some not; 2: nothing could be judged.")
        {
            list, json, batch, jobs, checks, policy, time, VerifySnpCommand.Create(surroundings),
            VerifyTdxCommand.Create(surroundings),
            VerifyNvidiaCommand.Create(surroundings),
            VerifyTokenCommand.Create(surroundings),
            VerifyNodeCommand.Create(surroundings),
        };
        ExampleHelp.Of(
            command,
            "conformance verify snp --report report.bin --vek vek.pem --chain chain.pem",
            "conformance verify --batch evidence.jsonl --policy policy.json",
            "conformance verify --list-checks");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(batch) is { } path)
            {
                var rules = EvidenceOptions.PolicyOf(parsed.GetValue(policy));
                return VerifyBatch.Run(
                    path, parsed.GetValue(jobs), rules, EvidenceOptions.Given(
                        parsed.GetValue(time)), parsed.GetValue(checks), surroundings);
            }

            if (!parsed.GetValue(list))
            {
                surroundings.Error.WriteLine("conformance: expected a kind of evidence, --batch or --list-checks");
                surroundings.Error.WriteLine("'conformance verify --help' shows what there is.");
                return ExitCodes.Usage;
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, WriteList);
            }
            else
            {
                foreach (var check in CheckRegistries.All.SelectMany(r => r.Checks))
                {
                    surroundings.Output.WriteLine($"{check.Id}  {VerdictJson.NameOf(check.Class)}, {(check.IsRequired ? "required" : "optional")}  {check.Title}  [{check.Clause}]");
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>What every kind of evidence prints of its verdict. The exit code says the same.</summary>
    /// <param name="inputs">Where inputs came from; null offline.</param>
    public static int Print(EvidenceVerdict verdict, bool asJson, Surroundings surroundings, OnlineReport? inputs = null)
    {
        if (asJson)
        {
            JsonOutput.Write(surroundings.Output, writer => VerdictJson.Write(writer, verdict, inputs is null ? null : inputs.Write));
        }
        else
        {
            Lines(verdict, "", surroundings.Output);
            surroundings.Output.WriteLine();
            inputs?.WriteText(surroundings.Output);
            surroundings.Output.WriteLine($"authentic: {(verdict.Authentic ? "yes" : "no")}");
            surroundings.Output.WriteLine($"acceptable: {(verdict.Acceptable ? "yes" : "no")}");
            surroundings.Output.WriteLine(verdict.Accepted ? "verdict: accept" : $"verdict: reject, {verdict.Reason}");
        }

        inputs?.WriteFailures(surroundings.Error);
        if (verdict.Decisive is { } decisive)
        {
            surroundings.Error.WriteLine($"conformance: evidence refused by {decisive.Check.Id}: {Printable.Of(decisive.Detail ?? decisive.Reason ?? "")}");
        }

        return verdict.Accepted ? ExitCodes.Success : ExitCodes.Verification;
    }

    /// <summary>Every check, a line each.</summary>
    /// <param name="prefix">Of each id.</param>
    public static void Lines(EvidenceVerdict verdict, string prefix, TextWriter output)
    {
        foreach (var finding in verdict.Findings)
        {
            var detail = finding.Detail is { } text ? $": {Printable.Of(text)}" : "";
            output.WriteLine($"{Mark(finding)}  {prefix}{finding.Check.Id}{(finding.Reason is { } reason ? $" {reason}" : "")}{detail}");
        }
    }

    private static string Mark(Finding finding) => finding.Status switch
    {
        CheckStatus.Pass => "ok  ",
        CheckStatus.Fail => "FAIL",
        CheckStatus.NotApplicable => "n/a ",
        _ => "open",
    };

    private static void WriteList(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("checks");
        foreach (var check in CheckRegistries.All.SelectMany(r => r.Checks))
        {
            json.WriteStartObject();
            json.WriteString("id", check.Id);
            json.WriteString("title", check.Title);
            json.WriteString("clause", check.Clause);
            json.WriteString("class", VerdictJson.NameOf(check.Class));
            json.WriteBoolean("required", check.IsRequired);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
