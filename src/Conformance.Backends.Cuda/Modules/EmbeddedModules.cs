using System.Reflection;

namespace Conformance.Backends.Cuda.Modules;

/// <summary>The committed PTX of Kernels/*.cu and the signatures of the containers made of it, as they lie in this assembly.</summary>
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

    public KernelSet For(CudaDevice device) => KernelSet.Of(All);

    /// <summary>What lies beside a module's container: 'matmul' and '.fatbin.p7s'. Null where there is no such file.</summary>
    public static byte[]? Beside(string module, string suffix)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceInfo(module + suffix) is null ? null : Read(assembly, module + suffix);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
