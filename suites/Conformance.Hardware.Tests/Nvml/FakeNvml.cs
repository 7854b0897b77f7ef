using System.Diagnostics;
using System.Reflection;

namespace Conformance.Hardware.Tests.Nvml;

/// <summary>Compiles fake_nvml.c with one fault; skips the test where there is no C compiler.</summary>
internal static class FakeNvml
{
    private static readonly Lock Gate = new();
    private static readonly string Folder = Directory.CreateTempSubdirectory("conformance-nvml").FullName;

    static FakeNvml() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static string Build(int fault)
    {
        lock (Gate)
        {
            var library = Path.Combine(Folder, $"libnvidia-ml-{fault}.so");
            if (File.Exists(library))
            {
                return library;
            }

            var compiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
                .SelectMany(d => new[] { "gcc", "cc", "clang" }.Select(c => Path.Combine(d, c))).FirstOrDefault(File.Exists);
            Skip.If(compiler is null, "TOOL_ABSENT:gcc");
            var source = Path.Combine(Folder, "fake_nvml.c");
            using (var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("fake_nvml.c")!)
            using (var file = File.Create(source))
            {
                stream.CopyTo(file);
            }

            using var process = Process.Start(
                new ProcessStartInfo(compiler!,
                ["-shared", "-fPIC", "-Wall", "-Werror", $"-DFAULT={fault}", "-o", library, source]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
            return library;
        }
    }
}
