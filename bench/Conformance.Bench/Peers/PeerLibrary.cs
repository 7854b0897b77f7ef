using System.Reflection;
using System.Runtime.Loader;
using Conformance.Backends;
using Conformance.Certification.Grading;
using Conformance.Certification.Workers;

namespace Conformance.Bench.Peers;

/// <summary>
/// A peer from a project with heavy packages. 'bench/NAME.Bench' has the peer, 'src/NAME' the library's own program ('conformance grade'
/// starts it), beside which packages and native libraries lie. Both are loaded by path, so that the benchmarks build without them.
/// </summary>
/// <param name="Peer">Null where it is absent.</param>
/// <param name="Absence">One line; null where it is here.</param>
internal sealed record PeerLibrary(IKernelPeer? Peer, string? Absence)
{
    /// <param name="library">As in 'conformance grade --library'.</param>
    public static PeerLibrary Load(string library)
    {
        var program = GradedProgram.All.First(p => p.Library == library);
        var home = ProgramFolder.Find(program.Project, program.Program);
        var assembly = Find($"{program.Project}.Bench");
        if (home is null || assembly is null)
        {
            return new PeerLibrary(null, $"{BackendFailure.PackageAbsent.Code()}: {(home is null ? $"src/{program.Project}" : $"bench/{program.Project}.Bench")} is not built");
        }

        try
        {
            var type = new Context(home).LoadFromAssemblyPath(assembly).GetTypes()
                .Single(t => t.IsAssignableTo(typeof(IKernelPeer)) && !t.IsAbstract);
            return new PeerLibrary((IKernelPeer)Activator.CreateInstance(type)!, null);
        }
        catch (TargetInvocationException e) when (e.InnerException is BackendException failure)
        {
            return new PeerLibrary(null, $"{failure.Failure.Code()}: {failure.Message}");
        }
    }

    /// <summary>Beside this program's own project: 'bench/NAME/bin/Release/net10.0'.</summary>
    private static string? Find(string project)
    {
        var path =
            Path.GetFullPath(
                Path.Combine(
                    typeof(PeerLibrary).Assembly.Location, "..", "..", "..", "..", "..", project, "bin", "Release", "net10.0", project
                        + ".dll"));
        return File.Exists(path) ? path : null;
    }

    /// <summary>
    /// What lies beside the program, but for this suite's own assemblies that are loaded already: types that are passed must be the same.
    /// </summary>
    private sealed class Context(string program) : AssemblyLoadContext(program)
    {
        private static readonly string Home = Path.GetDirectoryName(typeof(PeerLibrary).Assembly.Location)!;

        private readonly AssemblyDependencyResolver _resolver = new(program);

        protected override Assembly? Load(AssemblyName name)
        {
            if (name.Name!.StartsWith("Conformance.", StringComparison.Ordinal) && File.Exists(Path.Combine(Home, name.Name + ".dll")))
            {
                return null;
            }

            return _resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
