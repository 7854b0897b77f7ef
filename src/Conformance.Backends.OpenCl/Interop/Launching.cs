namespace Conformance.Backends.OpenCl.Interop;

/// <summary>A kernel, over which range, and for panels how many rows of the left side one work-item takes.</summary>
internal readonly record struct Launching(string Kernel, NdRange Range, int RowBlock = 0);
