namespace Conformance.Certification.Reports;

/// <summary>What a report says about the machine. Never throws: what cannot be read is 'unknown'.</summary>
public static class HostFactsCollector
{
    public static HostFacts Collect() => throw new NotImplementedException();
}
