using System.Globalization;

namespace Conformance.Certification.Sessions;

/// <summary>Makes sure before a run that its report can be written after it.</summary>
internal static class OutputDirectory
{
    /// <summary>A report with all its projections stays well below this.</summary>
    private const long NeededBytes = 16L << 20;

    /// <returns>The directory's full path.</returns>
    /// <exception cref="RunRefusedException">It cannot be made, cannot be written, or its disk is full.</exception>
    public static string Prepare(RunRequest request, string profile, DateTimeOffset now)
    {
        var directory = Path.GetFullPath(request.Out ?? Fresh(request.ReportsRoot, profile, now));
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, ".writable");
            File.WriteAllText(probe, "");
            File.Delete(probe);

            // What an earlier run into the same directory left must not be taken for this run's.
            File.Delete(Path.Combine(directory, RunSession.ResultsName));
            var free = new DriveInfo(directory).AvailableFreeSpace;
            if (free < NeededBytes)
            {
                throw new RunRefusedException(3, $"{directory}: {free} bytes are free on its disk, a report needs up to {NeededBytes}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException(
                3, $"{directory}: cannot be written ({e.Message.ReplaceLineEndings(" ")}); --out names another place", e);
        }

        return directory;
    }

    private static string Fresh(string root, string profile, DateTimeOffset now)
    {
        var name = $"{now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{profile}";
        var path = Path.Combine(root, name);
        for (var i = 2; Directory.Exists(path); i++)
        {
            path = Path.Combine(root, $"{name}-{i}");
        }

        return path;
    }
}
