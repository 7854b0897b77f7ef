using System.Text.Json;
using System.Text.Unicode;
using Conformance.Tensors;

namespace Conformance.Vectors;

/// <summary>
/// Reads a whole JSON file into something, and turns every fault of the file into one <see cref="VectorFormatException"/>.
/// </summary>
public static class VectorJson
{
    /// <summary>Deeper nesting than any of our formats has.</summary>
    private const int MaxDepth = 16;

    /// <param name="json">The file's bytes.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="read">Takes the outermost object.</param>
    /// <exception cref="VectorFormatException">Not UTF-8, not JSON, or not what <paramref name="read"/> accepts.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, string name, Func<JsonFields, T> read)
    {
        // The parser itself looks at the encoding of strings only when they are asked for.
        if (!Utf8.IsValid(json.Span))
        {
            throw new VectorFormatException(name, "not JSON: the file is not UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return read(new JsonFields(document.RootElement, name));
        }
        catch (JsonException e)
        {
            throw new VectorFormatException(name, $"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}", e);
        }
        catch (ShapeException e)
        {
            throw new VectorFormatException(name, e.Message, e);
        }
        catch (OverflowException e)
        {
            throw new VectorFormatException(name, "a number is too large or negative", e);
        }
        catch (InvalidOperationException e)
        {
            // An escape such as "\ud800" that is half of a character.
            throw new VectorFormatException(name, "not JSON: a string holds half a character", e);
        }
    }
}
