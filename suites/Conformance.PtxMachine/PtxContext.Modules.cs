using System.Text;
using Conformance.Backends.Cuda.Driver;
using Conformance.Ptx.Decoding;
using Conformance.Ptx.Execution;
using Conformance.Ptx.Memory;
using Conformance.Ptx.Syntax;

namespace Conformance.Ptx;

internal sealed partial class PtxContext
{
    private readonly Dictionary<nint, IReadOnlyDictionary<string, nint>> _modules = [];
    private readonly Dictionary<nint, Kernel> _functions = [];
    private uint _interval = 1;
    private uint _launches;

    public nint LoadModule(ReadOnlySpan<byte> image)
    {
        const string Call = "cuModuleLoadDataEx";
        Enter(Call);
        image = image.TrimEnd((byte)0);
        if (!Ascii.IsValid(image))
        {
            throw PtxMachine.Error(CuResult.InvalidImage, Call, "not PTX text; this machine has no other code");
        }

        try
        {
            var module = PtxParser.Parse(Encoding.ASCII.GetString(image));
            var newest = NewestPtx();
            if (module.Version > newest)
            {
                throw new PtxException(
                    module.VersionLine, $"PTX {newest / 10}.{newest % 10} or older", $"{module.Version / 10}.{module.Version % 10}")
                {
                    IsVersion = true,
                };
            }

            if (module.Target > (10 * _facts.Major) + _facts.Minor)
            {
                throw new PtxException(module.TargetLine, $"a target for sm_{_facts.Major}{_facts.Minor}", $"sm_{module.Target}")
                {
                    IsTarget = true,
                };
            }

            return Link(module);
        }
        catch (PtxException e)
        {
            var result = e.IsVersion ? CuResult.UnsupportedPtxVersion : e.IsTarget ? CuResult.NoBinaryForGpu : CuResult.InvalidPtx;
            throw PtxMachine.Error(result, Call, e.Message);
        }
    }

    /// <summary>PTX ISA section 12: CUDA 10.0 brought 6.3, 11.n brought 7.n, 12.n 8.n and 13.n 9.n.</summary>
    private int NewestPtx()
    {
        var (major, minor) = (Options.Version / 1000, Options.Version % 1000 / 10);
        return major < 11 ? 63 + Math.Min(minor, 2) : (10 * (major - 4)) + Math.Min(minor, 9);
    }

    private nint Link(PtxModule module)
    {
        var symbols = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var variable in module.Variables.Where(v => v.Space is Space.Global or Space.Constant))
        {
            var segment = Allocate("cuModuleLoadDataEx", variable.Name, variable.Bytes, variable.Space == Space.Constant);
            Array.Clear(segment.Bytes);
            variable.Initial?.CopyTo(segment.Bytes, 0);
            segment.MarkWritten(0, variable.Bytes);
            symbols.Add(variable.Name, segment.Address);
        }

        var names = new Dictionary<string, nint>(StringComparer.Ordinal);
        foreach (var entry in module.Entries)
        {
            var kernel = Decoding.Decoder.Decode(entry, module, symbols);
            var handle = NewHandle();
            _functions.Add(handle, kernel);
            names.Add(entry.Name, handle);
        }

        var loaded = NewHandle();
        _modules.Add(loaded, names);
        return loaded;
    }

    public nint Function(nint module, string name)
    {
        const string Call = "cuModuleGetFunction";
        Enter(Call);
        return !_modules.TryGetValue(module, out var names)
            ? throw PtxMachine.Error(CuResult.InvalidHandle, Call, $"no module {module}")
            : names.TryGetValue(name, out var function)
                ? function
                : throw PtxMachine.Error(CuResult.NotFound, Call, $"no kernel '{name}' in the module");
    }

    public void Launch(nint function, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments, nint stream = 0)
    {
        const string Call = "cuLaunchKernel";
        var kernel = _functions.GetValueOrDefault(function);
        var later = Enter(Call, kernel?.Name ?? "?");
        if (kernel is null)
        {
            throw PtxMachine.Error(CuResult.InvalidHandle, Call, $"no function {function}");
        }

        if (Refusal(kernel, shape, arguments) is { } refusal)
        {
            throw PtxMachine.Error(CuResult.InvalidValue, Call, $"{kernel.Name}: {refusal}");
        }

        CheckStream(Call, stream);
        if (Options.Hangs?.Invoke(kernel.Name) == true)
        {
            _hanging.Add(stream);
        }

        if (later != 0 || _hanging.Contains(stream))
        {
            return;
        }

        try
        {
            var launch = new GridLaunch(kernel, shape, Parameters(kernel, arguments), _memory, Options, _launches++);
            var executed = GridRunner.Run(launch, ref _interval);
            _machine.Count(executed);
            _clock += executed;
        }
        catch (KernelFault fault)
        {
            _lost = (fault.Result, fault.Message);
        }
    }

    private string? Refusal(Kernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        if (shape.IsEmpty || shape.BlockX == 0
            || shape.GridX > int.MaxValue || shape.GridY > ushort.MaxValue || shape.GridZ > ushort.MaxValue)
        {
            return $"a grid of {shape}";
        }

        if (shape.BlockX > Math.Min(_facts.MaxThreadsPerBlock, kernel.MaximumThreads ?? int.MaxValue))
        {
            return $"{shape.BlockX} threads in a block";
        }

        if (kernel.RequiredThreads is { } required && required != shape.BlockX)
        {
            return $"{shape.BlockX} threads in a block, required are {required}";
        }

        if (kernel.SharedBytes + (long)shape.SharedBytes > _facts.SharedBytesPerBlock)
        {
            return $"{kernel.SharedBytes + (long)shape.SharedBytes} bytes of shared memory of {_facts.SharedBytesPerBlock}";
        }

        if (arguments.Length != kernel.Parameters.Count)
        {
            return $"{arguments.Length} arguments for {kernel.Parameters.Count} parameters";
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Size != kernel.Parameters[i].Bytes)
            {
                return $"argument {i} has {arguments[i].Size} bytes, the parameter {kernel.Parameters[i].Bytes}";
            }
        }

        return null;
    }

    private static byte[] Parameters(Kernel kernel, ReadOnlySpan<KernelArgument> arguments)
    {
        var bytes = new byte[kernel.ParameterBytes];
        for (var i = 0; i < arguments.Length; i++)
        {
            for (var k = 0; k < arguments[i].Size; k++)
            {
                bytes[kernel.Parameters[i].Offset + k] = (byte)((arguments[i].Bits >> (8 * k)) & 0xff);
            }
        }

        return bytes;
    }
}
