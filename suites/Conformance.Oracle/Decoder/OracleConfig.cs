namespace Conformance.Oracle;

/// <summary>The shape of a decoder (SA-1 section 8).</summary>
/// <param name="Dim">The width of the residual row; the head size is Dim / Heads and is even.</param>
/// <param name="Hidden">The width of the feed-forward part.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Heads">The number of query heads.</param>
/// <param name="KvHeads">The number of key and value heads; divides Heads.</param>
/// <param name="Vocabulary">The number of tokens.</param>
/// <param name="Context">The number of positions the cache holds.</param>
/// <param name="Theta">The base of the rotation, as binary32 bits.</param>
/// <param name="Epsilon">The addend of the norms, as binary32 bits.</param>
/// <param name="Pairing">0 adjacent, 1 halves.</param>
/// <param name="Format">f32, f16, bf16 or q8_0: the format of every matrix.</param>
/// <param name="Tied">Whether the head is the embedding.</param>
public sealed record OracleConfig(
    int Dim,
    int Hidden,
    int Layers,
    int Heads,
    int KvHeads,
    int Vocabulary,
    int Context,
    uint Theta,
    uint Epsilon,
    long Pairing,
    string Format,
    bool Tied)
{
    public int HeadSize => Dim / Heads;

    public int KvWidth => KvHeads * HeadSize;

    /// <exception cref="ArgumentException">The numbers do not fit together.</exception>
    public void Validate()
    {
        var fits = Heads > 0 && KvHeads > 0 && Heads % KvHeads == 0 && Dim % Heads == 0 && HeadSize % 2 == 0
            && Pairing is 0 or 1 && Format is "f32" or "f16" or "bf16" or "q8_0"
            && (Format != "q8_0" || (Dim % 32 == 0 && Hidden % 32 == 0));
        if (!fits)
        {
            throw new ArgumentException($"Not a decoder: {this}.");
        }
    }
}
