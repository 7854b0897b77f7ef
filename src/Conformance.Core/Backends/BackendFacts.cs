namespace Conformance.Backends;

/// <summary>
/// What a report says about a backend. All strings that a device supplied are untrusted text: whoever prints them escapes them.
/// </summary>
/// <param name="Name">The selector, unique on this machine: 'reference', 'cpu', 'opencl:0'.</param>
/// <param name="Kind">The must-pass column: 'reference', 'cpu', 'opencl', 'opencl-gpu', 'mutant'.</param>
/// <param name="Device">The device's own name.</param>
/// <param name="Properties">Driver, versions, build options, limits: sorted by key.</param>
/// <param name="KernelDigests">SHA-256 of every kernel source or binary that it loads, by name; empty for managed code.</param>
public sealed record BackendFacts(
    string Name,
    string Kind,
    string Device,
    IReadOnlyDictionary<string, string> Properties,
    IReadOnlyDictionary<string, string> KernelDigests);
