using System.Reflection;
using System.Runtime.Loader;

namespace Conformance.Bench.Gpu.Ilgpu;

/// <summary>
/// The assemblies of another program in this process. What both have is shared, so that its backend is an <see cref="Backends.IBackend"/>
/// here; the rest comes from its folder.
/// </summary>
internal sealed class ProgramAssemblies(string program) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(program))
{
    private readonly AssemblyDependencyResolver _resolver = new(program);

    public Assembly Program() => LoadFromAssemblyPath(Path.GetFullPath(program));

    protected override Assembly? Load(AssemblyName name)
    {
        try
        {
            return Default.LoadFromAssemblyName(name);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            return _resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;
        }
    }

    protected override nint LoadUnmanagedDll(string name) =>
        _resolver.ResolveUnmanagedDllToPath(name) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
