namespace Conformance.Backends.Reference;

/// <summary>The readable reference: always there.</summary>
public sealed class ReferenceFamily : IBackendFamily
{
    public string Name => "reference";

    public string Summary => "SA-1 written to be read: one thread, no vectors";

    public IReadOnlyList<string> Kinds { get; } = ["reference"];

    public bool IsNative => false;

    public Discovery Discover() => new([new("reference", "reference", "scalar .NET")], []);

    public IBackend Open(string selector) => new ReferenceBackend();
}
