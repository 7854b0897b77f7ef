using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Conformance.Bench.Peers.Torch;

/// <summary>
/// scaled_dot_product_attention where several query heads share a key head. The binding has no switch for that, and repeating keys would
/// read them several times; so the query heads of a group are rows of one head, which is the same sum. Keys and values lie head by head.
/// </summary>
internal sealed class GroupedAttention
{
    private readonly Tensor _queries;
    private readonly Tensor _keys;
    private readonly Tensor _values;
    private readonly Tensor? _mask;
    private readonly long[] _shape;

    /// <param name="q">[M,H,D].</param>
    /// <param name="k">[S,G,D].</param>
    /// <param name="v">[S,G,D].</param>
    /// <param name="position">Row m sees positions 0..position+m.</param>
    public GroupedAttention(Tensor q, Tensor k, Tensor v, int position)
    {
        var (rows, heads, size) = (q.shape[0], q.shape[1], q.shape[2]);
        var (positions, groups) = (k.shape[0], k.shape[1]);
        _shape = [groups, heads / groups, rows, size];
        _queries = q.reshape(rows, groups, heads / groups, size).permute(1, 2, 0, 3).reshape(1, groups, heads / groups * rows, size)
            .contiguous();
        _keys = k.transpose(0, 1).contiguous().unsqueeze(0);
        _values = v.transpose(0, 1).contiguous().unsqueeze(0);

        // One row at the end sees everything: no mask, which is faster.
        _mask = rows == 1 && position == positions - 1
            ? null
            : torch.arange(positions).unsqueeze(0).le(torch.arange(rows).add(position).unsqueeze(1)).repeat(heads / groups, 1);
    }

    /// <summary>Gives [M,H,D].</summary>
    public Tensor Run() =>
        torch.nn.functional.scaled_dot_product_attention(_queries, _keys, _values, _mask).reshape(_shape).permute(2, 0, 1, 3);
}
