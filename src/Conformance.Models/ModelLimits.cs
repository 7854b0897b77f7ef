namespace Conformance.Models;

/// <summary>
/// The largest model that is read. Each limit is above any published Llama-shaped model that a conformance run would use, and
/// small enough that a hostile header cannot make this process ask for more memory than a machine has.
/// </summary>
public static class ModelLimits
{
    public const int Dim = 1 << 15;

    public const int Hidden = 1 << 17;

    public const int Layers = 256;

    public const int Heads = 512;

    /// <summary>The longest row of operator 'sample' (SA-1 [O11]).</summary>
    public const int Vocabulary = 1 << 20;

    public const int Context = 1 << 17;

    /// <summary>Bytes of one tensor, of the weights or the cache: a host tensor is one array.</summary>
    public const long TensorBytes = 0x7fff0000;

    /// <summary>Bytes of all weights together: 16 GiB.</summary>
    public const long WeightBytes = 1L << 34;

    /// <summary>Bytes of all key and value caches together: 8 GiB.</summary>
    public const long CacheBytes = 1L << 33;

    /// <summary>The rope tables are made from 1 up to this base, exclusive.</summary>
    public const float Theta = 1e12f;
}
