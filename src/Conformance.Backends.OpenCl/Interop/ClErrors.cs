using System.Globalization;
using System.Text;
using Conformance.Backends;
using Silk.NET.OpenCL;

namespace Conformance.Backends.OpenCl.Interop;

/// <summary>OpenCL error codes as <see cref="BackendException"/>, with the name that the specification gives them.</summary>
internal static class ClErrors
{
    /// <param name="code">What the call returned; 0 passes.</param>
    /// <param name="call">The entry point.</param>
    /// <param name="subject">What it was asked to do: operator and sizes, only made when it failed.</param>
    public static void Check(int code, string call, Func<string>? subject = null)
    {
        if (code != 0)
        {
            throw Of(code, call, subject?.Invoke());
        }
    }

    public static BackendException Of(int code, string call, string? subject) =>
        new(Classify(code), $"{call} failed with {Name(code)}{(subject is null ? "" : $" ({subject})")}");

    public static BackendFailure Classify(int code) => (ErrorCodes)code switch
    {
        ErrorCodes.MemObjectAllocationFailure or ErrorCodes.OutOfResources or ErrorCodes.OutOfHostMemory
            or ErrorCodes.InvalidBufferSize => BackendFailure.OutOfMemory,
        ErrorCodes.DeviceNotFound or ErrorCodes.DeviceNotAvailable or ErrorCodes.PlatformNotFoundKhr => BackendFailure.DeviceAbsent,
        ErrorCodes.BuildProgramFailure or ErrorCodes.CompileProgramFailure or ErrorCodes.LinkProgramFailure
            or ErrorCodes.CompilerNotAvailable or ErrorCodes.InvalidBuildOptions or ErrorCodes.InvalidKernelName =>
                BackendFailure.KernelBuild,
        _ => BackendFailure.Execution,
    };

    /// <summary>-5 is CL_OUT_OF_RESOURCES; a code that no table knows keeps its number.</summary>
    public static string Name(int code)
    {
        var name = Enum.GetName((ErrorCodes)code);
        if (name is null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"CL error {code}");
        }

        var text = new StringBuilder("CL");
        for (var i = 0; i < name.Length; i++)
        {
            // A new word begins at an upper-case letter that follows or precedes a lower-case one.
            if (char.IsAsciiLetterUpper(name[i])
                && (i == 0 || !char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.Append(CultureInfo.InvariantCulture, $" ({code})").ToString();
    }
}
