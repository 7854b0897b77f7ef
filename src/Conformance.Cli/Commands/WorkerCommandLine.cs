using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;
using Conformance.Certification.Workers;

namespace Conformance.Cli.Commands;

/// <summary>
/// The process in which a backend runs. Standard output carries the protocol of <see cref="WorkerMessage"/> and nothing else.
/// </summary>
internal static class WorkerCommandLine
{
    public static Command Create(Surroundings surroundings)
    {
        var backend = new Option<string?>("--backend");
        var discover = new Option<string?>("--discover");
        var probe = new Option<string?>("--probe");
        var vectors = CommonOptions.Vectors();
        var repeats = CommonOptions.Repeats();
        var model = CommonOptions.Model();
        var tokenizer = CommonOptions.Tokenizer();
        var command = new Command("worker", "Answers case ids on standard input with one JSON line each; started by 'run'.")
        {
            backend, discover, probe, vectors, repeats, model, tokenizer,
        };
        command.Hidden = true;
        ExampleHelp.Of(command, "echo add/special | conformance worker --backend cpu");
        command.SetAction(parsed =>
        {
            // The terminal sends Ctrl-C to the whole group; the parent decides when a worker ends.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
            using var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false };
            Console.SetOut(TextWriter.Synchronized(surroundings.Error));
            using var watch = ParentWatch.Start();

            var registry = BackendRegistry.Default;
            if (parsed.GetValue(discover) is { } name)
            {
                var family = registry.FamilyOf(name) ?? throw new RunRefusedException(ExitCodes.Usage, $"no family '{name}'");
                return WorkerLoop.Discover(family, answers);
            }

            if (parsed.GetValue(probe) is { } probed)
            {
                return WorkerLoop.Probe(registry, probed, answers);
            }

            var selector = parsed.GetValue(backend)
                ?? throw new RunRefusedException(ExitCodes.Usage, "worker needs --backend, --discover or --probe");
            var context = CommonOptions.Context(parsed.GetValue(vectors), parsed.GetValue(model), parsed.GetValue(tokenizer), surroundings);
            return WorkerLoop.Run(registry, selector, context, parsed.GetValue(repeats), surroundings.Input, answers);
        });
        return command;
    }
}
