using System.Globalization;
using Conformance.Backends;
using Conformance.Hardware;

namespace Conformance.Bench.Gpu;

/// <summary>Under what clocks the rows were measured, by NVML; read right after each row, while clocks are still the work's.</summary>
internal sealed class GpuConditions : IDisposable
{
    private readonly GpuWatch? _watch;
    private readonly string _absence = "";
    private readonly SortedSet<string> _limits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Low, int High)> _ranges = new(StringComparer.Ordinal);

    public GpuConditions(string uuid)
    {
        try
        {
            _watch = GpuWatch.Open(uuid);
        }
        catch (HardwareException e)
        {
            _absence = DeviceText.Clean(e.Message);
        }
    }

    /// <summary>The driver's version as NVML tells it; null where it does not.</summary>
    public string? Driver => _watch?.Driver.Value is { } version ? DeviceText.Clean(version) : null;

    /// <summary>As 'SM 1980 MHz', with what holds the clock down; empty where NVML is not there.</summary>
    public string Read()
    {
        if (_watch is null)
        {
            return "";
        }

        var words = new List<string>();
        foreach (var fact in _watch.Read())
        {
            if (fact.Key == HardwareKey.ClockLimits && fact.Value is { } limits)
            {
                _limits.Add(limits);
                if (limits != "none")
                {
                    words.Add($"held down by {limits}");
                }
            }
            else if (int.TryParse(fact.Value, CultureInfo.InvariantCulture, out var value))
            {
                var (low, high) = _ranges.GetValueOrDefault(fact.Key, (value, value));
                _ranges[fact.Key] = (Math.Min(low, value), Math.Max(high, value));
                if (fact.Key == HardwareKey.SmClock)
                {
                    words.Insert(0, $"SM {value} MHz");
                }
            }
        }

        return string.Join(", ", words);
    }

    /// <summary>One line over all readings. More than one compute process means that others ran; this one counts.</summary>
    public string Summary()
    {
        if (_watch is null)
        {
            return $"not known: {_absence}";
        }

        var ranges = _ranges.OrderBy(r => r.Key, StringComparer.Ordinal)
            .Select(r => r.Value.Low == r.Value.High ? $"{r.Key} {r.Value.Low}" : $"{r.Key} {r.Value.Low} to {r.Value.High}");
        return string.Join("; ", ranges.Append($"{HardwareKey.ClockLimits}: {string.Join(" | ", _limits.DefaultIfEmpty("not told"))}"));
    }

    public void Dispose() => _watch?.Dispose();
}
