using System.Text;
using Conformance.Models.Vectors;
using Conformance.Suites;
using Conformance.Vectors;

namespace Conformance.Vectors.Tests;

/// <summary>
/// The readers take the canonical form back unchanged, and refuse everything else with one exception that names the place.
/// </summary>
public class ReaderTests
{
    private static readonly string Folder = Path.Combine(Corpus.RepositoryRoot(), "vectors", "determinism");

    public static TheoryData<string> Files => SchemaTests.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void CanonicalForm_SurvivesReadingAndWriting(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        var again = name.StartsWith("model-", StringComparison.Ordinal)
            ? ModelVectorWriter.Write(ModelVectorReader.Read(bytes, name))
            : OperatorVectorWriter.Write(OperatorVectorReader.Read(bytes, name));
        Assert.Equal(bytes, again);
    }

    [Theory]
    [InlineData("\"operator\": \"rope\"", "\"operator\": \"ropes\"", "unknown operator 'ropes'")]
    [InlineData("conformance-operator-vectors/1", "conformance-operator-vectors/9", "format 'conformance-operator-vectors/9' is not known")]
    [InlineData("\"format\": \"f32\"", "\"format\": \"f33\"", "unknown element format 'f33'")]
    [InlineData("\"fill\": \"normalish\"", "\"fill\": \"normal\"", "unknown fill 'normal'")]
    [InlineData("\"Ordinary\"", "\"Ordnary\"", "unknown flag 'Ordnary'")]
    [InlineData("\"pairing\": 0", "\"pairing\": 2", "pairing is 0 (adjacent) or 1 (halves)")]
    [InlineData("\"position\": 0", "\"position\": 4", "do not fit into 8 positions")]
    [InlineData("\"position\": 0", "\"position\": 3000000000", "a number is too large")]
    [InlineData("\"shape\": [5,3,64]", "\"shape\": [5,3,65]", "rope needs an even D")]
    [InlineData("\"shape\": [5,3,64]", "\"shape\": [2147483647,2147483647,64]", "more than 536870912 elements")]
    [InlineData("\"shape\": [5,3,64]", "\"shape\": [1,1,1,5,3,64]", "rank 6 is above 4")]
    [InlineData("\"shape\": [5,3,64]", "\"shape\": [-5,3,64]", "dimension -5 is negative")]
    [InlineData("\"seed\": \"", "\"seed\": \"X", "'seed' must be 16 lowercase hex digits")]
    [InlineData("\"tensor\": 0", "\"tensor\": 0, \"color\": 1", "unknown member 'color'")]
    [InlineData("\"tensor\": 0", "\"tensor\": 0, \"tensor\": 0", "member 'tensor' stands twice")]
    [InlineData("\"tensor\": 0", "\"tensor\": -1", "a number is too large or negative")]
    [InlineData("\"id\": \"rope/adjacent-d64\",", "", "member 'id' is missing")]
    [InlineData("{", "[", "not JSON")]
    public void ChangedFile_IsRefusedInOneLineThatNamesThePlace(string before, string after, string message)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "rope.json"));
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, before);
        var changed = string.Concat(text.AsSpan(0, at), after, text.AsSpan(at + before.Length));
        var e = Assert.Throws<VectorFormatException>(() => OperatorVectorReader.Read(Encoding.UTF8.GetBytes(changed), "rope.json"));
        Assert.StartsWith("rope.json", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void EveryTruncation_IsRefusedAndNothingElseEscapes()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "sqrt.json"));
        for (var length = 0; length < bytes.Length - 2; length += 3)
        {
            Assert.Throws<VectorFormatException>(() => OperatorVectorReader.Read(bytes.AsMemory(0, length), "sqrt.json"));
        }
    }

    [Fact]
    public void ChangedBytes_AreReadOrRefusedAndNothingElseEscapes()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "sqrt.json"));
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            try
            {
                OperatorVectorReader.Read(changed, "sample.json");
            }
            catch (VectorFormatException)
            {
                // Refused: right.
            }
        }
    }

    [Theory]
    [InlineData("\"dim\": 90", "\"dim\": 91")]
    [InlineData("\"heads\": 9", "\"heads\": 0")]
    [InlineData("\"layers\": 2", "\"layers\": 2000000000")]
    [InlineData("\"steps\": 41", "\"steps\": 42")]
    [InlineData("\"chunk\": 1", "\"chunk\": 0")]
    [InlineData("\"prompt\": [1,", "\"prompt\": [-1,")]
    [InlineData("\"kind\": \"philox\"", "\"kind\": \"gguf\"")]
    [InlineData("\"weights\": \"f32\"", "\"weights\": \"f31\"")]
    [InlineData("\"weights\": \"f32\"", "\"weights\": \"i32\"")]
    [InlineData("\"tied\": true", "\"tied\": 1")]
    public void ChangedModelFile_IsRefused(string before, string after)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "model-philox-tiny-f32.json"));
        Assert.Contains(before, text, StringComparison.Ordinal);
        Assert.Throws<VectorFormatException>(() => ModelVectorReader.Read(
            Encoding.UTF8.GetBytes(text.Replace(before, after, StringComparison.Ordinal)), "model.json"));
    }
}
