using System.Text.Json;
using Conformance.Vectors;

namespace Conformance.Certification.Reports;

//  report.json (vectors/schema/report.schema.json): one closed object, members always in the same order, two spaces, LF,
//  UTF-8 without a byte order mark. The writer escapes everything outside printable ASCII and also '<', '>', '&', so that
//  the file can be shown in a terminal or embedded in HTML as it is.
//
//  Two runs on one machine differ in 'run' and in 'timing' only; that is why durations do not stand beside their results.

/// <summary>report.json, the truth of which the other files are projections.</summary>
public static class ReportJson
{
    public const string Format = "conformance-report/1";

    /// <summary>Objects nest five deep; more is not a report.</summary>
    private const int MaximumDepth = 8;

    /// <summary>The canonical bytes: equal reports give equal files.</summary>
    public static byte[] Write(RunReport report) => ReportJsonWriter.Write(report);

    /// <param name="json">The file's bytes.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="ReportFormatException">Not a report, or not of this version.</exception>
    public static RunReport Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return ReportJsonReader.Read(new JsonFields(document.RootElement, name));
        }
        catch (JsonException e)
        {
            throw new ReportFormatException($"{name}: not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}", e);
        }
        catch (InvalidOperationException e)
        {
            // What the base library throws for a string that holds half a surrogate pair.
            throw new ReportFormatException($"{name}: a string is not valid Unicode", e);
        }
        catch (VectorFormatException e)
        {
            throw new ReportFormatException(e.Message, e);
        }
    }
}
