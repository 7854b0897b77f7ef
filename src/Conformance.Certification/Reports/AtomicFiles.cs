namespace Conformance.Certification.Reports;

/// <summary>
/// Writes several files so that each name holds either its old or its new content, whole. All contents reach the disk under
/// temporary names before the first rename: a full disk is noticed while the old files are still there.
/// </summary>
internal static class AtomicFiles
{
    /// <param name="directory">Made if need be.</param>
    /// <param name="files">Names and contents; renamed in this order.</param>
    /// <param name="create">Opens a temporary file (a seam: tests pass a full disk).</param>
    /// <exception cref="ReportWriteException">Nothing more than a prefix of the files was renamed.</exception>
    public static void Write(
        string directory, IReadOnlyList<KeyValuePair<string, byte[]>> files, Func<string, Stream>? create = null)
    {
        create ??= path => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        var path = directory;
        var temporary = new List<string>();
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var (name, content) in files)
            {
                path = Path.Combine(directory, name);
                var temp = $"{path}.{Environment.ProcessId}.tmp";
                temporary.Add(temp);
                using var stream = create(temp);
                stream.Write(content);
                stream.Flush();
                (stream as FileStream)?.Flush(flushToDisk: true);
            }

            for (var i = 0; i < files.Count; i++)
            {
                path = Path.Combine(directory, files[i].Key);
                File.Move(temporary[i], path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            temporary.ForEach(Remove);
            throw new ReportWriteException($"cannot write '{path}': {SafeText.Line(e.Message)}", e);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The first failure is the one worth telling; a leftover .tmp file does no harm.
        }
    }
}
