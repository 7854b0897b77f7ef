using Conformance.Tensors;

namespace Conformance.Operators;

/// <summary>Where a call may stand: none of its rows, counted from its position on, lies outside.</summary>
/// <param name="Lowest">The first position allowed.</param>
/// <param name="Rows">How many rows the call has.</param>
/// <param name="Limit">How many positions there are.</param>
public readonly record struct PositionWindow(int Lowest, int Rows, long Limit)
{
    /// <exception cref="ShapeException">The position is outside.</exception>
    public void Check(string name, int position)
    {
        if (position < Lowest || position > Limit - Rows)
        {
            throw new ShapeException($"{name}: rows {position}..{(long)position + Rows - 1} do not fit into {Limit} positions");
        }
    }
}
