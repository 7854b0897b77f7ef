using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Conformance.Hardware.Nvml;

/// <summary>Asks NVML one thing at a time, and turns whatever comes back into a fact: a value, or why there is none.</summary>
internal sealed class NvmlReader(NvmlLibrary library)
{
    private const int TextSize = 96;

    private uint _number;
    private uint _second;
    private ulong _count;

    public delegate int Call(nint function);

    /// <summary>The result code of a call; that of a missing function where the library has none.</summary>
    public int Ask(string function, Call call) =>
        library.Find(function) is not 0 and var address ? call(address) : NvmlReturn.FunctionNotFound;

    public HardwareFact Number(string key, string function, nint device) =>
        Fact(key, Ask(function, f => NvmlCalls.Number(f, device, out _number)), () => _number.ToString(CultureInfo.InvariantCulture));

    public HardwareFact Number(string key, string function, nint device, uint kind) =>
        Fact(key, Ask(function, f => NvmlCalls.Number(f, device, kind, out _number)), () => _number.ToString(CultureInfo.InvariantCulture));

    public HardwareFact Switch(string key, string function, nint device) =>
        Fact(key, Ask(function, f => NvmlCalls.Number(f, device, out _number)), () => OnOff(_number));

    public HardwareFact Count(string key, string function, nint device, uint kind, uint counter) =>
        Fact(key, Ask(function, f => NvmlCalls.Count(f, device, kind, counter, out _count)),
            () => _count.ToString(CultureInfo.InvariantCulture));

    /// <summary>A mode that is in force and one that will be after a restart.</summary>
    public (HardwareFact Current, HardwareFact Pending) Modes(string current, string pending, string function, nint device)
    {
        var code = Ask(function, f => NvmlCalls.Pair(f, device, out _number, out _second));
        return (Fact(current, code, () => OnOff(_number)), Fact(pending, code, () => OnOff(_second)));
    }

    public HardwareFact Capability(string key, string function, nint device) => Fact(
        key, Ask(function, f => NvmlCalls.Pair(f, device, out _number, out _second)),
        () => string.Create(CultureInfo.InvariantCulture, $"{_number}.{_second}"));

    public HardwareFact Text(string key, string function)
    {
        var buffer = new byte[TextSize];
        return TextFact(key, Ask(function, f => NvmlCalls.Text(f, buffer)), buffer);
    }

    public HardwareFact Text(string key, string function, nint device)
    {
        var buffer = new byte[TextSize];
        return TextFact(key, Ask(function, f => NvmlCalls.Text(f, device, buffer)), buffer);
    }

    /// <summary>A fact out of a text that NVML wrote into a buffer: it has to end within it, and to be UTF-8.</summary>
    public static HardwareFact TextFact(string key, int code, ReadOnlySpan<byte> buffer)
    {
        var end = buffer.IndexOf((byte)0);
        return code != NvmlReturn.Success ? HardwareFact.Without(key, NvmlReturn.NameOf(code))
            : end < 0 || !Utf8.IsValid(buffer[..end]) ? HardwareFact.Without(key, MissingReason.Malformed)
            : HardwareFact.Of(key, Encoding.UTF8.GetString(buffer[..end]));
    }

    /// <summary>Little-endian word of a structure.</summary>
    public static uint Word(ReadOnlySpan<byte> value, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(value[offset..]);

    public static HardwareFact Fact(string key, int code, Func<string> value) =>
        code == NvmlReturn.Success ? HardwareFact.Of(key, value()) : HardwareFact.Without(key, NvmlReturn.NameOf(code));

    /// <summary>nvmlEnableState_t; a number that it has no name for is shown as it is.</summary>
    public static string OnOff(uint value) => value switch
    {
        0 => "off",
        1 => "on",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
