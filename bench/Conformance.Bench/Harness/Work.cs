using System.Globalization;

namespace Conformance.Bench.Harness;

/// <summary>What one operation does, so that a time can be read as a rate.</summary>
/// <param name="Amount">For one operation; more than zero.</param>
/// <param name="Unit">What is counted.</param>
public sealed record Work(double Amount, WorkUnit Unit)
{
    /// <summary>Floating-point operations: an addition and a multiplication are two.</summary>
    public static Work Flop(double amount) => new(amount, WorkUnit.Flop);

    /// <summary>Bytes that have to be read or written.</summary>
    public static Work Bytes(double amount) => new(amount, WorkUnit.Bytes);

    public static Work Tokens(double amount) => new(amount, WorkUnit.Tokens);

    public static Work Elements(double amount) => new(amount, WorkUnit.Elements);

    /// <summary>As 'GFLOP/s'.</summary>
    public string RateUnit => Unit switch
    {
        WorkUnit.Flop => "GFLOP/s",
        WorkUnit.Bytes => "GB/s",
        WorkUnit.Tokens => "tokens/s",
        WorkUnit.Elements => "ns/element",
        _ => throw new InvalidOperationException($"no rate for {Unit}"),
    };

    /// <summary>In <see cref="RateUnit"/>; only that of elements is a time, and so the smaller the better.</summary>
    public double Rate(double nanoseconds) => Unit switch
    {
        WorkUnit.Flop or WorkUnit.Bytes => Amount / nanoseconds,
        WorkUnit.Tokens => Amount / nanoseconds * 1e9,
        WorkUnit.Elements => nanoseconds / Amount,
        _ => throw new InvalidOperationException($"no rate for {Unit}"),
    };

    /// <summary>As '254 GFLOP/s'.</summary>
    public string Describe(double nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{Units.Number(Rate(nanoseconds))} {RateUnit}");
}

/// <summary>What <see cref="Work"/> counts.</summary>
public enum WorkUnit
{
    Flop,
    Bytes,
    Tokens,
    Elements,
}
