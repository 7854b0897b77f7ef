using System.CommandLine;
using System.Text.Json;
using Conformance.Certification.Running;
using Conformance.Cli.Terminal;
using Conformance.Vectors;

namespace Conformance.Cli.Commands;

/// <summary>Keeps the vectors canonical, and lists them.</summary>
internal static class VectorsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("vectors", "Checks, formats and lists the vector files.")
        {
            Lint(surroundings), Format(surroundings), List(surroundings),
        };
        ExampleHelp.Of(command, "conformance vectors lint", "conformance vectors fmt --check", "conformance vectors list --case 'rope/*'");
        return command;
    }

    private static Command Lint(Surroundings surroundings)
    {
        var vectors = CommonOptions.Vectors();
        var command = new Command(
            "lint",
            "Says everything that is wrong with the vectors, one 'file: place: message' a line. Exit 2: malformed; 5: well-formed, but not the files of the manifest.")
        {
            vectors,
        };
        ExampleHelp.Of(command, "conformance vectors lint", "conformance vectors lint --vectors /tmp/new-vectors");
        command.SetAction(parsed =>
        {
            var findings = VectorLinter.Lint(Existing(parsed.GetValue(vectors), surroundings));
            foreach (var problem in findings.Malformed.Concat(findings.Changed))
            {
                surroundings.Output.WriteLine(Printable.Of(problem.ToString()));
            }

            var count = findings.Malformed.Count + findings.Changed.Count;
            surroundings.Error.WriteLine($"{findings.Files} files, {findings.Cases} cases, {count} problem{(count == 1 ? "" : "s")}");
            return findings.Malformed.Count > 0 ? ExitCodes.Usage : findings.Changed.Count > 0 ? ExitCodes.Verification : ExitCodes.Success;
        });
        return command;
    }

    private static Command Format(Surroundings surroundings)
    {
        var vectors = CommonOptions.Vectors();
        var check = new Option<bool>("--check") { Description = "Write nothing; exit 5 where something would change" };
        var command = new Command("fmt", "Rewrites vector files in canonical form, and the manifest.") { vectors, check };
        ExampleHelp.Of(command, "conformance vectors fmt", "conformance vectors fmt --check");
        command.SetAction(parsed =>
        {
            var isCheck = parsed.GetValue(check);
            var changed = VectorFormatter.Format(Existing(parsed.GetValue(vectors), surroundings).Vectors, write: !isCheck);
            foreach (var name in changed)
            {
                surroundings.Output.WriteLine($"{Printable.Of(name)}: {(isCheck ? "would be rewritten" : "rewritten")}");
            }

            return isCheck && changed.Count > 0 ? ExitCodes.Verification : ExitCodes.Success;
        });
        return command;
    }

    private static Command List(Surroundings surroundings)
    {
        var vectors = CommonOptions.Vectors();
        var cases = new Option<string[]>("--case") { Description = "Only cases whose id matches; may be repeated", HelpName = "GLOB" };
        var json = CommonOptions.Json("the list");
        var command = new Command("list", "Lists the cases: id, operator and why each exists.") { vectors, cases, json };
        ExampleHelp.Of(command, "conformance vectors list", "conformance vectors list --case 'softmax/*' --json");
        command.SetAction(parsed =>
        {
            var catalogue = CaseCatalogue.Load(Existing(parsed.GetValue(vectors), surroundings));
            var selected = catalogue.Select(parsed.GetValue(cases) ?? []);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, writer => WriteJson(writer, catalogue.Digest, selected));
            }
            else
            {
                foreach (var vector in selected)
                {
                    surroundings.Output.WriteLine($"{vector.Id}  {string.Join(' ', vector.Flags)}");
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static CaseContext Existing(string? vectors, Surroundings surroundings)
    {
        var context = CommonOptions.Context(vectors, null, null, surroundings);
        return Directory.Exists(context.Vectors) ? context : throw new VectorFormatException(context.Vectors, "no such directory");
    }

    private static void WriteJson(Utf8JsonWriter json, string digest, IReadOnlyList<IConformanceCase> cases)
    {
        json.WriteStartObject();
        json.WriteString("digest", digest);
        json.WriteStartArray("cases");
        foreach (var vector in cases)
        {
            json.WriteStartObject();
            json.WriteString("id", vector.Id);
            json.WriteString("operator", vector.Operator);
            json.WriteStartArray("flags");
            foreach (var flag in vector.Flags)
            {
                json.WriteStringValue(flag);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
