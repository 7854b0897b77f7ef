namespace Conformance.Evidence.Nvidia.Reports;

/// <summary>One measurement of an SPDM record (DSP0274 1.1, table 53, with DMTF value header).</summary>
/// <param name="Index">1-based; the reference manifests count from 0.</param>
public readonly record struct MeasurementBlock(int Index, byte ValueType, ReadOnlyMemory<byte> Value);
