using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace Conformance.Backends.Ilgpu.Intrinsics;

/// <summary>Registers the code of <see cref="Exact"/> for PTX and OpenCL C. A method without both would not compile there.</summary>
public static class ExactIntrinsics
{
    public static Context.Builder Exactly(this Context.Builder builder)
    {
        var manager = builder.GetIntrinsicManager();
        foreach (var method in Methods)
        {
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(PtxCode), method.Name, IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, new CLIntrinsic(typeof(OpenClCode), method.Name, IntrinsicImplementationMode.GenerateCode));
        }

        return builder;
    }

    /// <summary>The marked methods of <see cref="Exact"/>.</summary>
    public static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. typeof(Exact).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.IsDefined(typeof(IntrinsicImplementationAttribute), inherit: false)),
    ];
}
