namespace Conformance.Certification.Reports;

/// <summary>A report, or log of results, that cannot be read. The message names the place and what was expected.</summary>
public sealed class ReportFormatException(string message, Exception? inner = null) : Exception(message, inner);
