using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Certification.Running;

namespace Conformance.Certification.Workers;

/// <summary>
/// The whole main function of a backend program: the arguments of the hidden command 'worker', read by hand, since only the
/// suite itself writes them. Standard output carries answers and nothing else.
/// </summary>
public static class WorkerProgram
{
    private const int UsageExit = 2;

    public static int Run(IReadOnlyList<string> args, BackendRegistry registry)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false };
        Console.SetOut(TextWriter.Synchronized(Console.Error));
        using var watch = ParentWatch.Start();

        if (Value(args, "--discover") is { } name && registry.FamilyOf(name) is { } family)
        {
            return WorkerLoop.Discover(family, answers);
        }

        if (Value(args, "--probe") is { } probed)
        {
            return WorkerLoop.Probe(registry, probed, answers);
        }

        if (Value(args, "--backend") is { } selector && Value(args, "--vectors") is { } vectors)
        {
            var repeats = int.Parse(Value(args, "--repeats") ?? "2", NumberStyles.None, CultureInfo.InvariantCulture);
            var context = new CaseContext(vectors, Value(args, "--model"), Value(args, "--tokenizer"));
            return WorkerLoop.Run(registry, selector, context, repeats, Console.In, answers);
        }

        Console.Error.WriteLine("worker --discover NAME | --probe SELECTOR | --backend SELECTOR --vectors DIR [--repeats N]; started by 'conformance run'");
        return UsageExit;
    }

    private static string? Value(IReadOnlyList<string> args, string option)
    {
        for (var i = 0; i + 1 < args.Count; i++)
        {
            if (args[i] == option)
            {
                return args[i + 1];
            }
        }

        return null;
    }
}
