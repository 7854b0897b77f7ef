using Conformance.Operators;

namespace Conformance.Backends;

/// <summary>A tensor in the memory of one backend.</summary>
public interface IBuffer : IDisposable
{
    TensorType Type { get; }
}
