using System.Runtime.CompilerServices;
using System.Text;

namespace Conformance.Certification.Tests;

/// <summary>
/// Compares with a file under TestFiles. With UPDATE_SNAPSHOTS=1 the file is written instead, and the test fails, so that an
/// update never passes for a check.
/// </summary>
internal static class Snapshot
{
    public static void Check(string name, byte[] actual, [CallerFilePath] string source = "")
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            var folder = Path.GetDirectoryName(source)!;
            while (!Directory.Exists(Path.Combine(folder, "TestFiles")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            File.WriteAllBytes(Path.Combine(folder, "TestFiles", name), actual);
            Assert.Fail($"{name} was written; look at it, then run without UPDATE_SNAPSHOTS");
        }

        Assert.Equal(File.ReadAllText(PathOf(name)), Encoding.UTF8.GetString(actual));
    }

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "TestFiles", name);
}
