namespace Conformance.Backends;

/// <summary>One question of a probe and its answer.</summary>
/// <param name="Name">Stable: 'fma', 'subnormals.multiply'.</param>
/// <param name="Required">False where the answer is only worth knowing: SA-1 does not depend on it.</param>
/// <param name="Detail">One line.</param>
public sealed record ProbeFinding(string Name, bool Passed, bool Required, string Detail);

/// <summary>
/// A family that asks its devices more than the operators can: in the device's own language, before any strict kernel is built.
/// </summary>
public interface IProbedFamily
{
    /// <exception cref="BackendException">No such device, or it does not answer.</exception>
    IReadOnlyList<ProbeFinding> Probe(string selector);
}
