namespace Conformance.Models.Weights;

/// <summary>What a weight tensor is for. The order inside a layer is that of the ids of SA-1 [M6].</summary>
public enum WeightRole
{
    Embedding,
    FinalNorm,

    /// <summary>Absent where the head is tied.</summary>
    Head,
    AttentionNorm,
    Wq,
    Wk,
    Wv,
    Wo,
    FfnNorm,
    W1,
    W2,
    W3,
}

/// <summary>One weight tensor of a model.</summary>
/// <param name="Layer">From 0; 0 for the tensors outside the layers.</param>
public readonly record struct WeightSlot(WeightRole Role, int Layer);
