using System.Runtime.InteropServices;
using System.Text;
using Conformance.Backends.Cuda.Driver;

namespace Conformance.Ptx;

/// <summary>A machine with one context, and short ways to run PTX on it.</summary>
internal sealed class Bench(PtxMachineOptions? options = null) : IDisposable
{
    public const string Header = ".version 6.3\n.target sm_70\n.address_size 64\n";

    /// <summary>Registers of every kind, for kernels of a few lines.</summary>
    public const string Registers =
        ".reg .pred %p<8>; .reg .b16 %h<16>; .reg .b32 %r<16>; .reg .f32 %f<16>; .reg .b64 %d<16>;";

    public ICudaContext Context { get; } = new PtxMachine(options).CreateContext(0);

    public static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>A module of one kernel 'k' with parameters x, y (addresses) and n.</summary>
    public static string Kernel(string body, string outside = "") =>
        $"{Header}{outside}\n.visible .entry k(.param .u64 x, .param .u64 y, .param .u32 n)\n{{\n{Registers}\n{body}\n}}\n";

    public nint Load(string text, string name = "k") => Context.Function(Context.LoadModule(Bytes(text)), name);

    public ulong Upload<T>(params T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        var address = Context.Allocate(Math.Max(1, bytes.Length));
        Context.Write(address, bytes);
        return address;
    }

    public T[] Download<T>(ulong address, int count)
        where T : unmanaged
    {
        var values = new T[count];
        Context.Read(address, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>
    /// Runs the body of <see cref="Kernel"/> over blocks of threads and gives 'count' elements of y, which begins as zeros.
    /// </summary>
    public T[] Run<T>(string body, T[] x, int count, uint threads = 1, uint blocks = 1, string outside = "")
        where T : unmanaged
    {
        var function = Load(Kernel(body, outside));
        var from = Upload(x);
        var to = Upload(new T[count]);
        Context.Launch(function, new(blocks, 1, 1, threads), [from, to, x.Length]);
        return Download<T>(to, count);
    }

    /// <summary>Runs the body and gives the fault that the next call tells.</summary>
    public CudaException Fault(string body, uint threads = 1, uint blocks = 1, string outside = "") =>
        Assert.Throws<CudaException>(() => Run<uint>(body, [1, 2, 3, 4], 4, threads, blocks, outside));

    /// <summary>
    /// One instruction for each tuple of operands. Operand letters are those of the instruction table, the result's first.
    /// </summary>
    public static ulong[] Instruction(string opcode, string operands, IReadOnlyList<ulong[]> cases)
    {
        var sources = operands.Length - 1;
        var body = new StringBuilder("mov.u32 %r0, %tid.x; ld.param.u64 %d0, [x]; ld.param.u64 %d1, [y];\n");
        body.AppendLine($"mul.wide.u32 %d2, %r0, {8 * sources}; add.s64 %d0, %d0, %d2; mul.wide.u32 %d2, %r0, 8; add.s64 %d1, %d1, %d2;");
        var names = new List<string>();
        for (var i = 0; i < sources; i++)
        {
            var slot = i + 4;
            names.Add($"%{operands[i + 1]}{slot}");
            body.AppendLine($"ld.global.u64 %d{slot}, [%d0+{8 * i}];");
            body.AppendLine(operands[i + 1] switch
            {
                'p' => $"setp.ne.s64 %p{slot}, %d{slot}, 0;",
                'h' => $"cvt.u16.u64 %h{slot}, %d{slot};",
                'r' => $"cvt.u32.u64 %r{slot}, %d{slot};",
                'f' => $"cvt.u32.u64 %r{slot}, %d{slot}; mov.b32 %f{slot}, %r{slot};",
                _ => "",
            });
        }

        body.AppendLine($"{opcode} %{operands[0]}3, {string.Join(", ", names)};");
        body.AppendLine(operands[0] switch
        {
            'p' => "selp.u64 %d3, 1, 0, %p3;",
            'h' => "cvt.u64.u16 %d3, %h3;",
            'r' => "cvt.u64.u32 %d3, %r3;",
            'f' => "mov.b32 %r3, %f3; cvt.u64.u32 %d3, %r3;",
            _ => "",
        });
        body.AppendLine("st.global.u64 [%d1], %d3; ret;");
        var results = new List<ulong>();
        using var bench = new Bench();
        foreach (var part in cases.Chunk(1024))
        {
            results.AddRange(bench.Run(body.ToString(), [.. part.SelectMany(c => c)], part.Length, (uint)part.Length));
        }

        return [.. results];
    }

    public void Dispose() => Context.Dispose();
}
