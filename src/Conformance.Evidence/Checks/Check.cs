namespace Conformance.Evidence.Checks;

/// <summary>A check and the code that makes it. The code must not throw on data.</summary>
/// <typeparam name="TContext">The evidence, its endorsements and the policy, as far as they could be read.</typeparam>
public sealed record Check<TContext>(CheckId Id, Func<TContext, Outcome> Run);
