using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;

namespace Conformance.Backends.Ilgpu;

/// <summary>
/// ILGPU writes one statement for each operation but leaves contraction to the compiler, and some fuse across statements. The
/// pragma forbids it for the whole program.
/// </summary>
internal static class OpenClSource
{
    public const string Pragma = "#pragma OPENCL FP_CONTRACT OFF\n";

    public static CLCompiledKernel WithoutContraction(CLCompiledKernel kernel, Context context)
    {
        // ILGPU 1.5.3 keeps the entry point internal, but takes one in the public constructor.
        var entryPoint = typeof(CompiledKernel).GetProperty("EntryPoint", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(kernel)
            ?? throw new NotSupportedException("this version of ILGPU has no CompiledKernel.EntryPoint: contraction cannot be forbidden");
        return new CLCompiledKernel(context, (SeparateViewEntryPoint)entryPoint, kernel.Info, Pragma + kernel.Source, kernel.CVersion);
    }
}
