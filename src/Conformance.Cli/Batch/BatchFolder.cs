using Conformance.Certification.Sessions;
using Conformance.Cli.Commands;
using Conformance.Evidence.Batch;
using Conformance.Evidence.Checks;

namespace Conformance.Cli.Batch;

//  A folder with one of the files in CaseFiles is one item, as with '--case': its other files are endorsements, its case.json gives the
//  time. In every other folder each file is an item, and its folders are walked. Names in ordinal order; links to folders are not followed.

/// <summary>The items of a folder.</summary>
internal static class BatchFolder
{
    private static readonly string[] CaseFiles = ["report.bin", "quote.bin", "evidence.bin", "evidence.json"];
    private static readonly string[] RimFiles = ["driver-rim.xml", "vbios-rim.xml"];
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <param name="time">What was asked for; null: that of each case, else the batch's.</param>
    public static IEnumerable<BatchItem> Read(string root, DateTimeOffset? time)
    {
        var index = 0L;
        return Places(root).Select(place => new BatchItem(++index, place.Name, place.Open));

        IEnumerable<(string Name, Func<BatchEvidence> Open)> Places(string folder)
        {
            var name = Path.GetRelativePath(root, folder);
            FileSystemInfo[] entries;
            BatchException? fault = null;
            try
            {
                entries =
                    [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything).OrderBy(e => e.Name, StringComparer.Ordinal)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                (entries, fault) = ([], new BatchException(ReasonCode.InputUnreadable, $"{name}: the folder may not be read", e));
            }

            if (fault is not null)
            {
                yield return (name, () => throw fault);
            }
            else if (CaseFiles.FirstOrDefault(f => entries.Any(e => e.Name == f)) is { } evidence)
            {
                yield return (name, () => Case(folder, name, evidence, time));
            }
            else
            {
                foreach (var entry in entries)
                {
                    var path = Path.Combine(name == "." ? "" : name, entry.Name);
                    if (entry is not DirectoryInfo)
                    {
                        yield return (path, () => new BatchEvidence { Id = path, Bytes = BatchFiles.Read(root, path), Time = time });
                    }
                    else if (entry.LinkTarget is not null)
                    {
                        yield return (
                            path, () =>
                                throw new BatchException(ReasonCode.InputUnreadable, $"{path}: a link to a folder is not followed"));
                    }
                    else
                    {
                        foreach (var place in Places(entry.FullName))
                        {
                            yield return place;
                        }
                    }
                }
            }
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> All(string folder, IEnumerable<string> names) =>
        [.. names.Select(name => (ReadOnlyMemory<byte>)BatchFiles.Read(folder, name))];

    private static DateTimeOffset? TimeOf(string folder)
    {
        try
        {
            return EvidenceOptions.TimeOfCase(Path.Combine(folder, "case.json"));
        }
        catch (RunRefusedException e)
        {
            throw new BatchException(ReasonCode.InputMalformed, e.Message, e);
        }
    }

    private static BatchEvidence Case(string folder, string name, string evidence, DateTimeOffset? time)
    {
        var parts = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        Add("vek", "vek.pem", "vek.der");
        Add("chain", "chain.pem");
        Add("crl", "crl.der", "crl.pem");
        Add("idBlock", "id-block.bin");
        Add("idAuth", "id-auth.bin");
        Add("collateral", "collateral.json");
        Add("eventLog", "event-log.json", "ccel.bin");
        var answers = Path.Combine(folder, "ocsp");
        return new BatchEvidence
        {
            Id = name,
            Kind = evidence switch { "report.bin" => EvidenceKind.Snp, "quote.bin" => EvidenceKind.Tdx, _ => EvidenceKind.Nvidia },
            Bytes = BatchFiles.Read(folder, evidence),
            Time = time ?? TimeOf(folder),
            Parts = parts,
            Rims = All(folder, RimFiles.Where(f => File.Exists(Path.Combine(folder, f)))),
            OcspAnswers = Directory.Exists(answers)
                ? All(answers, Directory.GetFiles(answers, "*.der").Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f)))
                : [],

            // What a case does not store, nobody can ask of it.
            IsRecorded = true,
        };

        void Add(string part, params string[] names)
        {
            if (EvidenceOptions.In(folder, names) is { } path)
            {
                parts.Add(part, BatchFiles.Read(folder, Path.GetFileName(path)));
            }
        }
    }
}
