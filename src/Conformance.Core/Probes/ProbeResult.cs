namespace Conformance.Probes;

/// <summary>One question of the IEEE probe.</summary>
/// <param name="Name">What was asked, 'fma rounds once'.</param>
/// <param name="Passed">Every operand gave the one right answer.</param>
/// <param name="Detail">How many operands, or the first that went wrong, in hex bits.</param>
public sealed record ProbeResult(string Name, bool Passed, string Detail);
