namespace Conformance.Certification.Reports;

/// <summary>A report or a log of results could not be written: the message is one line for people and names the file.</summary>
public sealed class ReportWriteException(string message, Exception inner) : Exception(message, inner);
