namespace Conformance.Backends;

/// <summary>Compilers' logs: foreign text of which a report shows one line.</summary>
public static class BuildLog
{
    /// <summary>The first line that says 'error', else the first line that says anything.</summary>
    public static string FirstError(string log)
    {
        string? first = null;
        foreach (var line in log.Split('\n'))
        {
            var text = DeviceText.Clean(line);
            if (text.Length == 0)
            {
                continue;
            }

            if (text.Contains("error", StringComparison.OrdinalIgnoreCase))
            {
                return text;
            }

            first ??= text;
        }

        return first ?? "the build log is empty";
    }
}
