using System.Text.Json;
using Conformance.Operators;

namespace Conformance.Cli.Tests;

/// <summary>
/// [R5]: the CPU backend gives the golden bits whatever vectors the processor has. The runtime fixes them at its start, hence processes.
/// </summary>
public sealed class InstructionSetTests
{
    [SkippableTheory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public void FewerInstructionSets_GiveTheSameBits(string switchedOff, int vectorBits)
    {
        var directory = Directory.CreateTempSubdirectory();
        var patterns = OperatorRegistry.All.SelectMany(o => new[] { "--case", $"{o.Name}/*" }).Concat(["--case", "model/philox-tiny-*"]);
        var result = BuiltCommand.RunWith(
            (switchedOff, "0"), ["run", "--backend", "cpu", "--repeats", "1", "--quiet", "--out", directory.FullName, .. patterns]);

        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory.FullName, "report.json")));
        var properties = report.RootElement.GetProperty("backends")[0].GetProperty("properties");
        Skip.IfNot(properties.GetProperty("vector_bits").GetString() == $"{vectorBits}", $"NO_EFFECT:{switchedOff}");

        // A filtered run is inconclusive at best: 4 means that everything that ran passed.
        Assert.True(result.Code == 4, result.ToString());
        Assert.All(
            report.RootElement.GetProperty("results").EnumerateArray(), r => Assert.Equal("PASS", r.GetProperty("status").GetString()));
        Assert.True(report.RootElement.GetProperty("results").GetArrayLength() > 300);
        directory.Delete(recursive: true);
    }
}
