namespace Conformance.Evidence.Composite;

/// <summary>
/// How firmly CPU and GPUs are known to be one node; the larger, the firmer. docs/evidence-composite.md says what each level proves.
/// </summary>
public enum CompositeLevel
{
    /// <summary>Side by side: nothing ties one to the other. Never enough for anything.</summary>
    D,

    /// <summary>The CPU's report names a set of devices, but the devices did not answer this challenge.</summary>
    C,

    /// <summary>CPU and GPUs answered the same challenge, but the CPU's report does not name the GPUs.</summary>
    B,

    /// <summary>CPU and GPUs answered the same challenge, and the CPU's report names the GPUs or the key that vouches for them.</summary>
    A,
}
