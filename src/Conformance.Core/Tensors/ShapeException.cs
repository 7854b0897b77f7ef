namespace Conformance.Tensors;

/// <summary>A shape, format or attribute that an operator does not accept. The message names what was expected.</summary>
public sealed class ShapeException(string message) : Exception(message);
