using Conformance.Backends.Cuda.Driver;
using Conformance.Backends.Cuda.Modules;

namespace Conformance.Backends.Cuda;

/// <summary>Kernels by 'module/name'. A module is given to the driver, which compiles it, when its first kernel is wanted.</summary>
internal sealed class KernelTable(ICudaContext context, KernelSet kernels)
{
    private readonly Dictionary<string, nint> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, nint> _functions = new(StringComparer.Ordinal);

    /// <exception cref="CudaException">The driver refuses the module, or the kernel is not in it.</exception>
    /// <exception cref="BackendException">KernelBuild: no such module.</exception>
    public nint Find(string kernel)
    {
        if (!_functions.TryGetValue(kernel, out var function))
        {
            var slash = kernel.IndexOf('/', StringComparison.Ordinal);
            _functions[kernel] = function = context.Function(Module(kernel[..slash]), kernel[(slash + 1)..]);
        }

        return function;
    }

    private nint Module(string name)
    {
        if (!_modules.TryGetValue(name, out var module))
        {
            var image = kernels.Modules.FirstOrDefault(m => m.Name == name)
                ?? throw new BackendException(BackendFailure.KernelBuild, $"there is no kernel module '{name}'");
            _modules[name] = module = context.LoadModule(image.Image.Span);
        }

        return module;
    }
}
