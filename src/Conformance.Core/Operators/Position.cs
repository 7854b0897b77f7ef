namespace Conformance.Operators;

/// <summary>
/// The attribute 'position' of calls that are made once and run at many positions: the owner moves it between two runs. It is the
/// only attribute that can move, since no shape depends on it.
/// </summary>
public sealed class Position
{
    /// <summary>The attribute's name, in every operator that has one.</summary>
    public const string Name = "position";

    public int Value { get; set; }
}
