namespace Conformance.KernelMaker.Containers;

/// <summary>A container and how the reader must answer.</summary>
/// <param name="Reason">Null: it is read.</param>
internal sealed record FormatCase(string Id, string? Reason, byte[] Container);
