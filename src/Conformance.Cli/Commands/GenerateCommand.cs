using System.CommandLine;
using System.Globalization;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;
using Conformance.Models;
using Conformance.Models.Checkpoints;
using Conformance.Models.Decoding;
using Conformance.Models.Generation;
using Conformance.Models.Tokenizers;

namespace Conformance.Cli.Commands;

/// <summary>Text from the strict decoder: the same tokens and the same bits of logits on every backend.</summary>
internal static class GenerateCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var model = new Option<string>("--model") { Description = "Checkpoint (llama2.c, version 0)", HelpName = "FILE", Required = true };
        var tokenizer = new Option<string>("--tokenizer")
        {
            Description = "Tokenizer that belongs to it", HelpName = "FILE", Required = true,
        };
        var prompt = new Option<string>("--prompt")
        {
            Description = "Text to go on from", HelpName = "TEXT", DefaultValueFactory = _ => "",
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Positions to compute, prompt included; 0 fills the context", HelpName = "N", DefaultValueFactory = _ => 256,
        };
        var temperature = new Option<float>("--temperature")
        {
            Description = "0 takes the likeliest token; above 0 draws", HelpName = "T", DefaultValueFactory = _ => 0,
        };
        var seed = new Option<ulong>("--seed") { Description = "Key of the draws", HelpName = "S", DefaultValueFactory = _ => 0 };
        var backend = new Option<string>("--backend")
        {
            Description = "Backend that decodes", HelpName = "NAME", DefaultValueFactory = _ => "cpu",
        };
        var dump = new Option<string?>("--dump-logits")
        {
            Description = "Write each position's logits, raw little-endian binary32", HelpName = "FILE",
        };
        var json = CommonOptions.Json("tokens, digests and text");
        CommonOptions.Require(
            steps, t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out _), "0 or a positive integer");
        CommonOptions.Require(
            seed, t => ulong.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out _), "an integer of 64 bits");
        CommonOptions.Require(
            temperature,
            t => float.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v) && float.IsFinite(v),
            "0 or a positive number");

        var command = new Command("generate", "Decodes text with the strict engine and digests the logits of each position.")
        {
            model, tokenizer, prompt, steps, temperature, seed, backend, dump, json,
        };
        ExampleHelp.Of(
            command,
            "conformance generate --model stories260K.bin --tokenizer tok512.bin --prompt 'Once upon a time' --steps 64",
            "conformance generate --model stories260K.bin --tokenizer tok512.bin --temperature 0.8 --seed 7 --backend opencl:0 --json");
        command.SetAction(parsed => Execute(
            new Wanted(
                parsed.GetValue(model)!, parsed.GetValue(tokenizer)!, parsed.GetValue(prompt)!, parsed.GetValue(steps),
                parsed.GetValue(temperature), parsed.GetValue(seed), parsed.GetValue(backend)!, parsed.GetValue(dump)),
            parsed.GetValue(json),
            surroundings));
        return command;
    }

    private static int Execute(Wanted wanted, bool json, Surroundings surroundings)
    {
        using var interruption = new Interruption(surroundings.Error);
        var registry = BackendRegistry.Default;
        if (registry.FamilyOf(wanted.Backend) is null)
        {
            var nearest = Nearest.Of(wanted.Backend, registry.Families.Select(f => f.Name));
            throw new RunRefusedException(
                ExitCodes.Usage, $"unknown backend '{wanted.Backend}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}");
        }

        try
        {
            var checkpoint = Llama2cCheckpoint.ReadFile(wanted.Model);
            var tokenizer = Llama2cTokenizerFile.ReadFile(wanted.Tokenizer, checkpoint.Config.Vocabulary);
            var prompt = tokenizer.Encode(wanted.Prompt);
            using var backend = registry.Open(wanted.Backend == "opencl" ? "opencl:0" : wanted.Backend);
            using var decoder = new Decoder(backend, checkpoint.Weights);
            using var logits = wanted.Dump is null ? null : File.Create(wanted.Dump);
            var steps = new Generator(decoder, tokenizer).Run(prompt, new GenerationOptions
            {
                Steps = wanted.Steps,
                Sampling = wanted.Temperature > 0 ? new Sampling(wanted.Temperature, 0, 1, wanted.Seed) : null,
                OnLogits = (_, row) => logits?.Write(row.Data),
            });
            var transcript = Transcript.Collect(steps, step =>
            {
                interruption.Token.ThrowIfCancellationRequested();
                if (!json)
                {
                    Show(step.Text, surroundings);
                }
            });
            if (json)
            {
                GenerationJson.Write(surroundings.Output, backend.Facts, checkpoint.Sha256, prompt, transcript);
            }
            else
            {
                surroundings.Output.WriteLine();
            }

            return ExitCodes.Success;
        }
        catch (ModelFormatException e)
        {
            throw new RunRefusedException(ExitCodes.Usage, e.Message, e);
        }
        catch (ArgumentException e)
        {
            throw new RunRefusedException(ExitCodes.Usage, e.Message, e);
        }
        catch (Exception e) when (wanted.Dump is not null && e is IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException(ExitCodes.Harness, $"{wanted.Dump}: {e.Message}", e);
        }
        catch (Backends.BackendException e)
        {
            throw new RunRefusedException(
                e.Failure == Backends.BackendFailure.DeviceAbsent ? ExitCodes.Inconclusive : ExitCodes.Harness, e.Message, e);
        }
    }

    /// <summary>As it comes; to a terminal without what could drive it, since a model may say anything.</summary>
    private static void Show(string text, Surroundings surroundings)
    {
        surroundings.Output.Write(surroundings.OutputIsTerminal ? string.Join('\n', text.Split('\n').Select(Printable.Of)) : text);
        surroundings.Output.Flush();
    }

    private sealed record Wanted(
        string Model, string Tokenizer, string Prompt, int Steps, float Temperature, ulong Seed, string Backend, string? Dump);
}
