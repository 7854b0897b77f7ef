using System.Diagnostics;
using System.Globalization;
using Conformance.Backends.Cuda.Driver;
using Conformance.Backends.Cuda.Modules;

namespace Conformance.Backends.Cuda;

/// <summary>
/// One context and one order of work on it: modules, launches, transfers. Here the driver's failures become
/// <see cref="BackendException"/>, a kernel that does not end is noticed, and a context that is lost is left alone.
/// </summary>
internal sealed partial class CudaQueue : IDisposable
{
    /// <summary>
    /// Launches between two looks at the device: below the driver's own limit (1024), at which a launch would wait for ever.
    /// </summary>
    private const int MaxPending = 512;

    private readonly ICudaContext _context;
    private readonly CudaOptions _options;
    private readonly KernelTable _kernels;
    private readonly OtherLoad? _other;
    private readonly nint _stream;
    private readonly string _device;
    private BackendException? _lost;
    private string _lastKernel = "nothing";
    private int _pending;

    /// <exception cref="BackendException">KernelBuild: the driver refuses a module.</exception>
    public CudaQueue(ICudaContext context, string device, CudaOptions options, KernelSet kernels)
    {
        _context = context;
        _device = device;
        _options = options;
        _kernels = new KernelTable(context, kernels);
        Pool = new MemoryPool(context);
        try
        {
            _stream = options.OwnStream ? Guard(() => "a stream", context.CreateStream) : 0;
            if (options.OtherLoad)
            {
                _other = new OtherLoad(context, Function("load/k_load"), options.OtherLoadRounds);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public MemoryPool Pool { get; }

    public bool IsDisposed { get; private set; }

    public ulong Take(long bytes, Func<string> subject) => Guard(
        () => string.Create(CultureInfo.InvariantCulture, $"{subject()}, {bytes} bytes on top of {Pool.Held}{Free()}"),
        () => Pool.Take(bytes));

    public void Give(ulong address, long bytes)
    {
        if (_lost is null)
        {
            Pool.Give(address, bytes);
        }
    }

    public void Write(ulong address, ReadOnlySpan<byte> data, Func<string> subject)
    {
        Settle(subject);
        try
        {
            _context.Write(address, data);
        }
        catch (CudaException e)
        {
            throw Failed(e, subject());
        }
    }

    public void FillZero(ulong address, long bytes, Func<string> subject)
    {
        if (_stream != 0)
        {
            Settle(subject);
        }

        Guard(subject, () =>
        {
            _context.FillZero(address, bytes);
            return 0;
        });
        if (_stream != 0)
        {
            Wait(0, subject);
        }
    }

    public void Read(ulong address, Span<byte> data, Func<string> subject)
    {
        Drain(subject);
        try
        {
            _context.Read(address, data);
        }
        catch (CudaException e)
        {
            throw Failed(e, subject());
        }
    }

    /// <param name="kernel">Module and kernel: 'rows/k_sum'.</param>
    public void Launch(string kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments, Func<string> subject)
    {
        if (shape.IsEmpty)
        {
            return;
        }

        RequireAlive();
        try
        {
            _other?.Feed();
            _context.Launch(_kernels.Find(kernel), shape, arguments, _stream);
        }
        catch (CudaException e)
        {
            throw Failed(e, $"{kernel} over {shape}; {subject()}");
        }

        _lastKernel = kernel;
        if (++_pending >= MaxPending)
        {
            Drain(subject);
        }
    }

    /// <summary>Waits for everything that was launched; a fault of a kernel comes out here.</summary>
    public void Drain(Func<string> subject)
    {
        RequireAlive();
        Wait(_stream, subject);
        _pending = 0;
    }

    public void Dispose()
    {
        if (IsDisposed)
        {
            return;
        }

        try
        {
            if (_lost is null)
            {
                // Giving memory back waits for the device without a limit; this does not.
                Drain(() => "closing");
                _other?.Dispose();
                Pool.Trim();
                if (_stream != 0)
                {
                    _context.DestroyStream(_stream);
                }
            }
        }
        catch (Exception e) when (e is BackendException or CudaException)
        {
            // Going away from a device that fails: there is nobody left to tell.
        }

        IsDisposed = true;
        if (_lost?.Loss == BackendLoss.Hang)
        {
            // Every call would wait for the kernel. The end of the process ends it.
            return;
        }

        _context.Dispose();
    }

    public void RequireAlive()
    {
        if (IsDisposed)
        {
            throw new BackendException(BackendFailure.Execution, $"{_device} was disposed");
        }

        if (_lost is not null)
        {
            throw new BackendException(_lost.Failure, $"{_device} is lost since: {_lost.Message}") { Loss = _lost.Loss };
        }
    }

    /// <summary>
    /// A write waits for everything before it, and that wait has to have a limit. Besides, memory may be given out again while a
    /// stream of our own still uses it, and writes go by the default stream.
    /// </summary>
    private void Settle(Func<string> subject)
    {
        RequireAlive();
        if (_pending > 0)
        {
            Drain(subject);
        }
    }

    private void Wait(nint stream, Func<string> subject)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            while (!_context.IsDone(stream))
            {
                var elapsed = clock.Elapsed;
                if (elapsed > _options.HangLimit)
                {
                    _lost = new BackendException(
                        BackendFailure.Execution,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{_lastKernel} or a kernel before it did not end in {_options.HangLimit.TotalSeconds:0.###} s "
                            + $"({subject()}); the device is left alone"))
                    {
                        Loss = BackendLoss.Hang,
                    };
                    throw _lost;
                }

                // Most waits are for microseconds; a long one must not cost a core.
                if (elapsed.TotalMilliseconds < 2)
                {
                    Thread.SpinWait(20);
                }
                else
                {
                    Thread.Sleep(elapsed.TotalMilliseconds < 50 ? 0 : 1);
                }
            }
        }
        catch (CudaException e)
        {
            throw Failed(e, $"noticed after {_lastKernel}; {subject()}");
        }
    }

    private nint Function(string kernel) => Guard(() => $"kernel {kernel}", () => _kernels.Find(kernel));

    private string Free()
    {
        try
        {
            var (free, total) = _context.Memory();
            return string.Create(CultureInfo.InvariantCulture, $" that are held, {free} of {total} free");
        }
        catch (CudaException)
        {
            return " that are held";
        }
    }

    private T Guard<T>(Func<string> subject, Func<T> call)
    {
        RequireAlive();
        try
        {
            return call();
        }
        catch (CudaException e)
        {
            throw Failed(e, subject());
        }
    }

    private BackendException Failed(CudaException e, string subject)
    {
        var name = CudaErrors.Name(e.Result);
        var message = DeviceText.Clean(e.Message);
        message = $"{(message.Contains(name, StringComparison.Ordinal) ? message : $"{name}: {message}")} ({subject})";
        if (!CudaErrors.IsSticky(e.Result))
        {
            return new BackendException(CudaErrors.Classify(e.Result), message, e);
        }

        message += "; the context is lost, nothing more runs in this process";
        return _lost = new BackendException(BackendFailure.Execution, message, e)
        {
            Loss = BackendLoss.Context,
        };
    }
}
