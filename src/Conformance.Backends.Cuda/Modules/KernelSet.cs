namespace Conformance.Backends.Cuda.Modules;

/// <summary>The modules that one device is given, and what its report says of them.</summary>
/// <param name="Modules">By name in ordinal order.</param>
/// <param name="Properties">Who signed them, and so on; empty where nobody did.</param>
/// <param name="Digests">SHA-256 of everything that was checked or is loaded, by name.</param>
public sealed record KernelSet(
    IReadOnlyList<KernelModule> Modules,
    IReadOnlyDictionary<string, string> Properties,
    IReadOnlyDictionary<string, string> Digests)
{
    public static KernelSet Of(IReadOnlyList<KernelModule> modules) =>
        new(modules, new Dictionary<string, string>(), modules.ToDictionary(m => m.Name, m => m.Sha256, StringComparer.Ordinal));
}
