using System.Globalization;

namespace Conformance.Certification.Workers;

/// <summary>Ends a worker whose parent is gone.</summary>
public static class ParentWatch
{
    private const int Interrupted = 130;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>A worker in an endless kernel would outlive a parent that was killed: it leaves when it is adopted.</summary>
    public static Timer? Start()
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
                    Environment.Exit(Interrupted);
                }
            },
            null,
            Period,
            Period);
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
