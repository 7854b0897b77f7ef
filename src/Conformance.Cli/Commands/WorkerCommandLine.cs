using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;
using Conformance.Certification.Workers;

namespace Conformance.Cli.Commands;

/// <summary>The process in which a backend runs. Standard output carries the protocol of <see cref="WorkerMessage"/> and nothing else.</summary>
internal static class WorkerCommandLine
{
    private static readonly TimeSpan ParentPeriod = TimeSpan.FromSeconds(1);

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
            using var watch = WatchParent();

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

    /// <summary>A worker in an endless kernel would outlive a parent that was killed: it leaves when it is adopted.</summary>
    private static Timer? WatchParent()
    {
        if (Parent() is not { } parent)
        {
            return null;
        }

        return new Timer(
            _ =>
            {
                if (Parent() != parent)
                {
                    Environment.Exit(ExitCodes.Interrupted);
                }
            },
            null,
            ParentPeriod,
            ParentPeriod);
    }

    /// <summary>The parent's process id, where /proc tells it.</summary>
    private static int? Parent()
    {
        try
        {
            // The second field is the program's name in brackets and may hold anything; the parent is the second after it.
            var stat = File.ReadAllText("/proc/self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
