using System.CommandLine;
using System.Globalization;
using System.Text;
using Conformance.Certification.Grading;
using Conformance.Certification.Reports;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;

namespace Conformance.Cli.Commands;

/// <summary>Measures vendor libraries, which need not be exact, and compares their classes with a baseline.</summary>
internal static class GradeCommand
{
    private static readonly TimeSpan CaseLimit = TimeSpan.FromSeconds(120);

    public static Command Create(Surroundings surroundings)
    {
        var library = new Option<string[]>("--library")
        {
            Description =
                $"Only this library; may be repeated: {string.Join(", ", GradedProgram.All.Select(p => p.Library))} (default: all)",
                HelpName = "NAME",
        };
        var cases = new Option<string[]>("--case") { Description = "Only cases whose id matches; may be repeated", HelpName = "GLOB" };
        var outDirectory = new Option<string?>("--out")
        {
            Description = "Directory of the pages (default: reports/grades)", HelpName = "DIR",
        };
        var baseline = new Option<string?>("--baseline")
        {
            Description = "grades.json to compare with: exit code 1 when any class got worse", HelpName = "FILE",
        };
        var repeats = new Option<int>("--repeats")
        {
            Description = "Executions of each case under each schedule (2 to 1000)", HelpName = "N",
            DefaultValueFactory = _ => CaseGrader.DefaultRepeats,
        };
        CommonOptions.Require(
            repeats, text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 2 and <= 1000, "2 to 1000");
        var vectors = CommonOptions.Vectors();
        var json = CommonOptions.Json("the grades");
        var command = new Command("grade", "Grades vendor libraries (torch, ONNX Runtime, ordinary ILGPU) against the golden bits.")
        {
            library, cases, outDirectory, baseline, repeats, vectors, json,
        };
        ExampleHelp.Of(
            command, "conformance grade", "conformance grade --library torch --out reports/torch",
            "conformance grade --baseline reports/grades/grades.json");
        command.SetAction(parsed =>
        {
            // Read first: a baseline that is none must not cost minutes.
            var before = parsed.GetValue(baseline) is { } file ? ReadBaseline(file) : null;
            var context = CommonOptions.Context(parsed.GetValue(vectors), null, null, surroundings);
            var request = new GradeRequest(
                parsed.GetValue(library) ?? [], parsed.GetValue(cases)
                    ?? [], context.Vectors, parsed.GetValue(repeats), CaseLimit, SuiteVersion.Text);
            var directory = Path.GetFullPath(parsed.GetValue(outDirectory) ?? Path.Combine(surroundings.Layout.Reports, "grades"));
            return Execute(request, directory, before, parsed.GetValue(json), surroundings);
        });
        return command;
    }

    /// <summary>All libraries on all cases.</summary>
    internal static GradeRequest Request(string vectors) => new([], [], vectors, CaseGrader.DefaultRepeats, CaseLimit, SuiteVersion.Text);

    /// <summary>Grades, writes, prints; also what 'run --grade' does at its end.</summary>
    internal static int Execute(
        GradeRequest request, string directory, IReadOnlyDictionary<GradeKey, GradeClass>? baseline, bool json, Surroundings surroundings)
    {
        using var interruption = new Interruption(surroundings.Error);
        Action<string>? show = surroundings.LiveProgress ? line => surroundings.Error.Write($"\r\x1b[2K{Printable.Of(line)}") : null;
        var report = GradeSession.Run(request, show, interruption.Token);
        if (show is not null)
        {
            surroundings.Error.Write("\r\x1b[2K");
        }

        try
        {
            GradeFiles.Write(directory, report);
        }
        catch (ReportWriteException e)
        {
            throw new RunRefusedException(ExitCodes.Harness, e.Message, e);
        }

        if (json)
        {
            surroundings.Output.Write(Encoding.UTF8.GetString(GradesJson.Write(report)));
        }
        else
        {
            WriteText(surroundings.Output, report, directory);
        }

        if (baseline is null)
        {
            return report.Rows.Any() ? ExitCodes.Success : ExitCodes.Inconclusive;
        }

        // Rows of libraries that nobody asked for are not gone.
        var asked = baseline.Where(p => request.Libraries.Count == 0 || request.Libraries.Contains(p.Key.Library)).ToDictionary();
        var changes = GradeBaseline.Compare(asked, report.Rows);
        foreach (var change in changes)
        {
            surroundings.Error.WriteLine($"{(change.IsWorse ? "worse" : change.Now is null ? "gone" : "better")}: {Printable.Of(change.ToString())}");
        }

        return changes.Any(c => c.IsWorse) ? ExitCodes.NotConformant
            : changes.Any(c => c.Now is null) ? ExitCodes.Inconclusive
            : ExitCodes.Success;
    }

    private static void WriteText(TextWriter output, GradesReport report, string directory)
    {
        foreach (var library in report.Libraries)
        {
            if (library.Facts is not { } facts)
            {
                output.WriteLine($"{library.Library}: not graded ({library.Reason}): {Printable.Of(library.Detail ?? "")}");
                continue;
            }

            var counts = GradeClasses.All.Select(c => (Class: c, Count: library.Rows.Count(r => r.Class == c))).Where(c => c.Count > 0);
            output.WriteLine($"{library.Library} {Printable.Of(facts.Version)} on {Printable.Of(facts.Device)}: {string.Join(", ", counts.Select(c => $"{c.Count} {c.Class.Name()}"))}");
        }

        output.WriteLine($"grades: {Path.Combine(directory, GradeFiles.Html)}");
    }

    private static IReadOnlyDictionary<GradeKey, GradeClass> ReadBaseline(string file)
    {
        try
        {
            return GradesJson.ReadClasses(File.ReadAllBytes(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException(ExitCodes.Usage, $"{file}: cannot be read ({e.Message.ReplaceLineEndings(" ")})", e);
        }
        catch (ReportFormatException e)
        {
            throw new RunRefusedException(ExitCodes.Verification, e.Message, e);
        }
    }
}
