using System.Runtime.InteropServices;
using System.Text;

namespace Conformance.Backends.TorchSharp.Interop;

//  What libtorch has and the binding does not. The names are those of the C++ functions on 64-bit Linux:
//
//      at::Context& at::globalContext()
//      void at::Context::setDeterministicAlgorithms(bool, bool warnOnly)
//      bool at::Context::deterministicAlgorithms() const
//      std::string at::get_cpu_capability()
//
//  A libtorch without them gives EntryPointNotFoundException; the facts then say that the switch could not be set.

/// <summary>Functions of libtorch_cpu.</summary>
internal static partial class LibTorch
{
    private const string Library = "torch_cpu";

    /// <summary>Sets the switch and says whether it took.</summary>
    public static bool SetDeterministic(bool on)
    {
        var context = GlobalContext();
        SetDeterministicAlgorithms(context, on, false);
        return DeterministicAlgorithms(context) == on;
    }

    /// <summary>The instruction set that its kernels use: 'AVX512', 'AVX2', 'DEFAULT'.</summary>
    public static unsafe string CpuCapability()
    {
        // A std::string is a pointer, a length and 16 bytes of its own; short texts lie in the latter and need no freeing.
        var text = stackalloc nint[4];
        GetCpuCapability(text);
        return Encoding.ASCII.GetString((byte*)text[0], checked((int)text[1]));
    }

    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context26setDeterministicAlgorithmsEbb")]
    private static partial void SetDeterministicAlgorithms(
        nint context, [MarshalAs(UnmanagedType.I1)] bool on, [MarshalAs(UnmanagedType.I1)] bool warnOnly);

    [LibraryImport(Library, EntryPoint = "_ZNK2at7Context23deterministicAlgorithmsEv")]
    [return: MarshalAs(UnmanagedType.I1)]
    private static partial bool DeterministicAlgorithms(nint context);

    [LibraryImport(Library, EntryPoint = "_ZN2at18get_cpu_capabilityB5cxx11Ev")]
    private static unsafe partial void GetCpuCapability(nint* result);
}
