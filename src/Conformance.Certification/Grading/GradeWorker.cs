using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;
using Conformance.Models;

namespace Conformance.Certification.Grading;

/// <summary>The first answer of a library's program.</summary>
public sealed record GradeReady(LibraryFacts Facts, IReadOnlyList<Schedule> Schedules, bool HasDecoder);

/// <summary>
/// The whole main function of a library's program: opens the library, then answers each line 'schedule TAB case id' with one observation.
/// Standard output carries answers and nothing else.
/// </summary>
public static class GradeWorker
{
    /// <summary>The first argument that asks a program for this, instead of 'worker'.</summary>
    public const string Verb = "grade-worker";

    private const int RefusedExit = 3;

    /// <param name="open">Loads the native library; its faults become a refusal.</param>
    public static int Run(IReadOnlyList<string> args, Func<IGradedLibrary> open)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false };
        Console.SetOut(TextWriter.Synchronized(Console.Error));
        using var watch = ParentWatch.Start();
        var context = new CaseContext(Value(args, "--vectors") ?? "vectors");
        var repeats = int.Parse(Value(args, "--repeats") ?? "3", NumberStyles.None, CultureInfo.InvariantCulture);
        return Run(context, repeats, open, Console.In, answers);
    }

    public static int Run(CaseContext context, int repeats, Func<IGradedLibrary> open, TextReader input, TextWriter output)
    {
        void Say(WorkerMessage message)
        {
            output.Write(message.ToLine() + "\n");
            output.Flush();
        }

        IGradedLibrary library;
        try
        {
            library = open();
        }
        catch (BackendException e)
        {
            Say(new WorkerMessage { Refused = new(e.Failure, e.Message.ReplaceLineEndings(" ")) });
            return RefusedExit;
        }

        using (library)
        {
            var catalogue = GradeCatalogue.Load(context);
            var grader = new CaseGrader(library, repeats);
            var decoders = library is IGradedDecoder decoder ? new DecoderGrader(decoder, Math.Min(2, repeats)) : null;
            Say(new WorkerMessage { Grading = new(library.Facts, library.Schedules, decoders is not null) });
            while (input.ReadLine() is { } line)
            {
                var parts = line.Split('\t');
                var schedule = library.Schedules.Single(s => s.Name == parts[0]);
                Say(new WorkerMessage { Observed = Observe(catalogue, grader, decoders, schedule, parts[1]) });
            }
        }

        return 0;
    }

    private static CaseObservation Observe(
        GradeCatalogue catalogue, CaseGrader grader, DecoderGrader? decoders, Schedule schedule, string id)
    {
        if (catalogue.FindOperator(id) is { } vector)
        {
            return schedule.Presentation == Presentation.Chunked ? NotOffered(vector.Operator.Name) : grader.Observe(schedule, vector);
        }

        try
        {
            return (catalogue.FindModel(id) is { } model ? decoders?.Observe(schedule, model) : null)
                ?? NotOffered(GradedModel.OperatorName);
        }
        catch (CaseUnavailableException)
        {
            return NotOffered(GradedModel.OperatorName);
        }
#pragma warning disable CA1031 // A binding may let out anything; it stays the fault of this one case.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return NotOffered(GradedModel.OperatorName) with
            {
                Kind = ObservationKind.Error,
                Reason = e is BackendException b ? b.Failure.Code() : e is ModelFormatException ? "MODEL_FORMAT" : "EXCEPTION",
                Detail = $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}",
            };
        }

        CaseObservation NotOffered(string name) => new()
        {
            CaseId = id, Operator = name, Schedule = schedule.Name, Kind = ObservationKind.NotOffered,
        };
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
