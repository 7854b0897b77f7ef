using System.CommandLine;
using System.Globalization;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;

namespace Conformance.Cli.Commands;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class CommonOptions
{
    public static Option<string?> Vectors() => new("--vectors")
    {
        Description = "Directory of the vectors (default: those of this checkout)", HelpName = "DIR",
    };

    public static Option<string?> Model() => new("--model") { Description = "Checkpoint for the model cases", HelpName = "FILE" };

    public static Option<string?> Tokenizer() => new("--tokenizer")
    {
        Description = "Tokenizer that belongs to --model", HelpName = "FILE",
    };

    public static Option<bool> Json(string what) => new("--json")
    {
        Description = $"Print {what} as one JSON object on standard output, and nothing else there",
    };

    public static Option<int> Repeats()
    {
        var option = new Option<int>("--repeats")
        {
            Description = "Executions of each case (1 to 1000)", HelpName = "N", DefaultValueFactory = _ => CaseRunner.DefaultRepeats,
        };
        Require(
            option, text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 1000, "1 to 1000");
        return option;
    }

    /// <summary>Refuses values in words of our own, before the library converts them.</summary>
    public static void Require(Option option, Func<string, bool> isGood, string expected) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (!isGood(token.Value))
            {
                result.AddError($"{option.Name} must be {expected}, not '{token.Value}'");
            }
        }
    });

    /// <exception cref="RunRefusedException">A checkpoint without its tokenizer or the other way round, or one that is not
    /// there.</exception>
    public static CaseContext Context(string? vectors, string? model, string? tokenizer, Surroundings surroundings)
    {
        if (model is null != tokenizer is null)
        {
            throw new RunRefusedException(ExitCodes.Usage, "--model and --tokenizer belong together");
        }

        foreach (var path in (string?[])[model, tokenizer])
        {
            if (path is not null && !File.Exists(path))
            {
                throw new RunRefusedException(ExitCodes.Usage, $"{path}: no such file");
            }
        }

        return new(Path.GetFullPath(vectors ?? surroundings.Layout.Vectors), Full(model), Full(tokenizer));
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
