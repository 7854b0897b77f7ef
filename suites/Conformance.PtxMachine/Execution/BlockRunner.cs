using System.Globalization;
using Conformance.Ptx.Decoding;

namespace Conformance.Ptx.Execution;

/// <summary>
/// Runs blocks, one after the other. Every thread runs until it stops at a barrier or ends, then the next thread; when all have
/// stopped at the same barrier they go on.
/// </summary>
internal sealed class BlockRunner
{
    private const int WarpSize = 32;

    private readonly GridLaunch _launch;
    private readonly Interpreter _interpreter;
    private readonly ulong[] _first;
    private readonly ulong[] _registers;
    private readonly int[] _counters;
    private readonly int[] _order;
    private readonly Stop?[] _stops;
    private readonly int _stride;

    public BlockRunner(GridLaunch launch)
    {
        _launch = launch;
        _interpreter = new(launch);
        _first = [.. launch.Kernel.Template];
        var threads = (int)launch.Shape.BlockX;

        // Threads that never wait for each other can use the same registers, one after the other.
        _stride = launch.Kernel.HasBarriers ? _first.Length : 0;
        _registers = new ulong[_stride == 0 ? _first.Length : _first.Length * threads];
        _counters = new int[threads];
        _order = new int[threads];
        _stops = new Stop?[threads];
        _first[Slots.BlockThreadsX] = launch.Shape.BlockX;
        _first[Slots.GridX] = launch.Shape.GridX;
        _first[Slots.GridY] = launch.Shape.GridY;
        _first[Slots.GridZ] = launch.Shape.GridZ;
        _first[Slots.DynamicBytes] = launch.Shape.SharedBytes;
    }

    public long Executed => _interpreter.Executed;

    /// <param name="block">x + y * GridX + z * GridX * GridY.</param>
    /// <param name="interval">Counts the intervals between barriers.</param>
    /// <param name="launchStart">The first interval of the launch.</param>
    public void Run(long block, ref uint interval, uint launchStart)
    {
        var shape = _launch.Shape;
        _first[Slots.BlockX] = (ulong)(block % shape.GridX);
        _first[Slots.BlockY] = (ulong)(block / shape.GridX % shape.GridY);
        _first[Slots.BlockZ] = (ulong)(block / shape.GridX / shape.GridY);
        _interpreter.Place = string.Create(
            CultureInfo.InvariantCulture, $"block ({_first[Slots.BlockX]}, {_first[Slots.BlockY]}, {_first[Slots.BlockZ]})");
        _interpreter.BeginBlock();
        Array.Clear(_stops);
        Array.Clear(_counters);
        var started = interval;
        for (var first = true; first || !Ended(); first = false)
        {
            Pass(first, new(interval, started, launchStart), block);
            if (!Warps())
            {
                interval++;
                Barrier();
            }
        }
    }

    private bool Ended() => Array.TrueForAll(_stops, s => s == Stop.Exit);

    /// <summary>Runs every thread that is not stopped.</summary>
    private void Pass(bool first, in Interval at, long block)
    {
        var options = _launch.Options;
        Orders.Fill(_order, options.ThreadOrder, Orders.Mix(options.Seed ^ (ulong)block ^ ((ulong)at.Now << 32)));
        foreach (var thread in _order)
        {
            if (_stops[thread] is not null)
            {
                continue;
            }

            var registers = _registers.AsSpan(thread * _stride, _first.Length);
            if (first)
            {
                _first.CopyTo(registers);
                registers[Slots.ThreadX] = (ulong)thread;
                registers[Slots.Lane] = (ulong)thread % WarpSize;
                registers[Slots.Warp] = (ulong)thread / WarpSize;
            }

            _stops[thread] = _interpreter.Run(registers, thread, ref _counters[thread], at);
        }
    }

    /// <summary>Frees the threads at a barrier. Every thread of the block must be there, at the same one, or all must have ended.</summary>
    private void Barrier()
    {
        for (var thread = 1; thread < _stops.Length; thread++)
        {
            if (_stops[thread] != _stops[0] || (_stops[0] == Stop.Barrier && _counters[thread] != _counters[0]))
            {
                throw new KernelFault(
                    CuResult.LaunchFailed,
                    $"barrier divergence: thread 0 {Where(0)}, thread {thread} {Where(thread)}: "
                    + $"kernel {_launch.Kernel.Name}, {_interpreter.Place}");
            }
        }

        if (_stops[0] == Stop.Barrier)
        {
            Array.Clear(_stops);
        }
    }

    private string Where(int thread)
    {
        var verb = _stops[thread] switch { Stop.Exit => "ended at", Stop.Barrier => "waits at", _ => "waits for its warp at" };
        var at = _counters[thread] - (_stops[thread] == Stop.Warp ? 0 : 1);
        return $"{verb} PTX line {_launch.Kernel.Code[at].Line}";
    }

    /// <summary>Does what warps do together; false where no thread waits for its warp.</summary>
    private bool Warps()
    {
        if (!Array.Exists(_stops, s => s == Stop.Warp))
        {
            return false;
        }

        var progress = false;
        for (var thread = 0; thread < _stops.Length; thread++)
        {
            if (_stops[thread] == Stop.Warp && IsComplete(thread, out var members))
            {
                WarpExchange.Run(_launch.Kernel.Code[_counters[thread]], members, _registers, _stride);
                foreach (var member in members)
                {
                    _counters[member]++;
                    _stops[member] = null;
                }

                progress = true;
            }
        }

        if (!progress)
        {
            var thread = Array.FindIndex(_stops, s => s == Stop.Warp);
            throw new KernelFault(
                CuResult.LaunchFailed,
                $"warp divergence: thread {thread} {Where(thread)} and a thread of its mask does not come: "
                + $"kernel {_launch.Kernel.Name}, {_interpreter.Place}");
        }

        return true;
    }

    /// <summary>Whether every thread that the mask of 'thread' names waits at the same instruction with the same mask.</summary>
    private bool IsComplete(int thread, out List<int> members)
    {
        members = [];
        var mask = Mask(thread);
        var warp = thread / WarpSize * WarpSize;
        for (var lane = 0; lane < WarpSize; lane++)
        {
            if (((mask >> lane) & 1) == 0)
            {
                continue;
            }

            var other = warp + lane;
            if (other >= _stops.Length || _stops[other] != Stop.Warp || _counters[other] != _counters[thread] || Mask(other) != mask)
            {
                return false;
            }

            members.Add(other);
        }

        return members.Contains(thread);
    }

    private ulong Mask(int thread) => _registers[(thread * _stride) + _launch.Kernel.Code[_counters[thread]].E];
}
