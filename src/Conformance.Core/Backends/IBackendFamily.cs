namespace Conformance.Backends;

/// <summary>
/// One line of the registry: everything that is reached through one library. It finds devices and opens them; which of
/// them run is the profile's and the user's choice.
/// </summary>
public interface IBackendFamily
{
    /// <summary>The selector, or what stands before its colon: 'cpu', 'opencl'.</summary>
    string Name { get; }

    /// <summary>One line for people.</summary>
    string Summary { get; }

    /// <summary>The must-pass columns that its devices can stand in: 'opencl', 'opencl-gpu'.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>
    /// True where native libraries are loaded: such a family is asked in a process of its own, because it may take its process down.
    /// </summary>
    bool IsNative { get; }

    /// <summary>What is there, and what is not and why. A missing or broken library is an absence, never an exception.</summary>
    Discovery Discover();

    /// <exception cref="BackendException">No such device, or it does not start.</exception>
    IBackend Open(string selector);
}

/// <param name="Selector">Unique on this machine: 'opencl:0'.</param>
/// <param name="Kind">Its must-pass column.</param>
/// <param name="Device">The device's own name: untrusted text.</param>
public sealed record BackendCandidate(string Selector, string Kind, string Device);

/// <summary>A must-pass column that a family cannot fill on this machine.</summary>
/// <param name="Detail">One line; may hold device text.</param>
/// <param name="Remedy">How to get it, for people.</param>
public sealed record BackendAbsence(string Kind, BackendFailure Failure, string Detail, string Remedy);

public sealed record Discovery(IReadOnlyList<BackendCandidate> Available, IReadOnlyList<BackendAbsence> Absent);
