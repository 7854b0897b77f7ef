using System.Reflection;

namespace Conformance.Backends.Cuda.Modules;

/// <summary>The committed PTX of Kernels/*.cu, as it lies in this assembly.</summary>
public sealed class EmbeddedModules : IKernelModules
{
    private const string Ending = ".ptx";

    private EmbeddedModules()
    {
        var assembly = Assembly.GetExecutingAssembly();
        All =
        [
            .. assembly.GetManifestResourceNames().Where(n => n.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(n => KernelModule.Of(n[..^Ending.Length], Read(assembly, n))),
        ];
    }

    public static EmbeddedModules Instance { get; } = new();

    public IReadOnlyList<KernelModule> All { get; }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
