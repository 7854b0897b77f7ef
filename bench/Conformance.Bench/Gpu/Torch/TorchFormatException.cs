namespace Conformance.Bench.Gpu.Torch;

/// <summary>What the script printed is not what it is to print: the one exception of the parser. One line.</summary>
internal sealed class TorchFormatException(string message) : Exception(message);
