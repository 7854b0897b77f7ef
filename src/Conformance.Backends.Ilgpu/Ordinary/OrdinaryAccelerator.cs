using Conformance.Certification.Grading;
using Conformance.Operators;
using Conformance.Tensors;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace Conformance.Backends.Ilgpu.Ordinary;

/// <summary>The ordinary kernels on one accelerator: copies in, launches, copies out.</summary>
internal sealed class OrdinaryAccelerator(Context context, Accelerator accelerator) : IDisposable
{
    private readonly Dictionary<System.Reflection.MethodInfo, Kernel> _kernels = [];
    private readonly List<MemoryBuffer> _buffers = [];

    public Accelerator Accelerator => accelerator;

    /// <returns>Null where no ordinary kernel exists.</returns>
    public Tensor? Run(GradedCall call)
    {
        try
        {
            return Compute(call);
        }
        catch (Exception e) when (IlgpuFailures.IsForeign(e))
        {
            throw IlgpuFailures.Translate(e, call.Operator.Name, BackendFailure.Execution);
        }
        finally
        {
            _buffers.ForEach(b => b.Dispose());
            _buffers.Clear();
        }
    }

    public void Dispose()
    {
        accelerator.Dispose();
        context.Dispose();
    }

    private Tensor? Compute(GradedCall call)
    {
        var types =
            call.Operator.Infer([.. call.Inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], call.Attributes);
        var y = new Tensor(types[^1].Format, types[^1].Shape);
        var x = call.Input(0);
        var shape = x.Shape;
        switch (call.Operator.Name)
        {
            case "add": return Elements(OrdinaryKernels.Add, call, y);
            case "sub": return Elements(OrdinaryKernels.Sub, call, y);
            case "mul": return Elements(OrdinaryKernels.Mul, call, y);
            case "div": return Elements(OrdinaryKernels.Div, call, y);
            case "sqrt": return Elements(OrdinaryKernels.Sqrt, call, y);
            case "exp": return Elements(OrdinaryKernels.Exp, call, y);
            case "fma": return Elements(OrdinaryKernels.Fma, call, y);
            case "swiglu": return Elements(OrdinaryKernels.Swiglu, call, y);
            case "narrow" when y.Format == ElementFormat.F16:
                return Launch(OrdinaryKernels.Narrow, y, Count(y), View<float>(x), Out<ILGPU.Half>(y));
            case "widen" when x.Format == ElementFormat.F16:
                return Launch(OrdinaryKernels.Widen, y, Count(y), View<ILGPU.Half>(x), Out<float>(y));
            case "sum": return Rows(y, r => Reduce<AddFloat>(x, null, r));
            case "max" when shape[1] > 0: return Rows(y, r => Reduce<MaxFloat>(x, null, r));
            case "dot": return Rows(y, r => Reduce<AddFloat>(x, call.Input(1), r));
            case "argmax": return Launch(OrdinaryRowKernels.ArgMax, y, shape[0], View<float>(x), Out<int>(y), shape[1]);
            case "matmul" when call.Input(1).Format == ElementFormat.F32:
                return Launch(
                    OrdinaryRowKernels.MatMul, y, Count(y), View<float>(x), View<float>(call.Input(1)), View<float>(call.Inputs[2] ?? x),
                    Out<float>(y),
                    call.Input(1).Shape[0], shape[1], call.Inputs[2] is null ? 0 : 1);
            case "rmsnorm":
                return Launch(
                    OrdinaryRowKernels.RmsNorm, y, shape[0], View<float>(x), View<float>(
                        call.Input(1)), Out<float>(y), shape[1], call.Attributes.Float("eps"));
            case "softmax" when call.Inputs[1] is null:
                return Launch(OrdinaryRowKernels.Softmax, y, shape[0], View<float>(x), Out<float>(y), shape[1]);
            case "rope":
                return Launch(
                    OrdinaryKernels.Rope, y, Count(y) / 2, View<float>(x), View<float>(call.Input(1)), View<float>(call.Input(2)),
                    Out<float>(y),
                    shape[1], shape[2], call.Attributes.Int("position"), call.Attributes.Int("pairing"));
            case "attention":
                return Launch(
                    OrdinaryRowKernels.Attention, y, Count(y), View<float>(x), View<float>(call.Input(1)), View<float>(call.Input(2)),
                    Out<float>(y),
                    shape[1], call.Input(1).Shape[1], shape[2], call.Attributes.Int("position"), call.Attributes.Float("scale"));
            case "embedding" when x.Format == ElementFormat.F32 && AreKnown(call.Input(1), shape[0]):
                return Launch(
                    OrdinaryKernels.Embedding, y, Count(y), View<float>(x), View<int>(call.Input(1)), Out<float>(y), shape[1]);
            default: return null;
        }
    }

    private static int Count(Tensor tensor) => (int)tensor.Shape.ElementCount;

    private static bool AreKnown(Tensor ids, int rows)
    {
        foreach (var id in ids.Ints)
        {
            if (id < 0 || id >= rows)
            {
                return false;
            }
        }

        return true;
    }

    private Tensor Elements(Delegate kernel, GradedCall call, Tensor y) =>
        Launch(kernel, y, Count(y), [.. call.Inputs.Select(t => (object)View<float>(t!)), Out<float>(y)]);

    private static Tensor Rows(Tensor y, Func<int, float> function)
    {
        for (var r = 0; r < y.Floats.Length; r++)
        {
            y.Floats[r] = function(r);
        }

        return y;
    }

    /// <summary>Reduce of ILGPU.Algorithms over one row, or over the products of two; it refuses empty rows.</summary>
    private float Reduce<TOperation>(Tensor a, Tensor? b, int row)
        where TOperation : struct, IScanReduceOperation<float>
    {
        var n = a.Shape[1];
        if (n == 0)
        {
            return 0f;
        }

        RefuseEndless(a, b, row);
        var x = View<float>(a).SubView(row * n, n);
        if (b is not null)
        {
            var products = accelerator.Allocate1D<float>(n);
            _buffers.Add(products);
            Kernel(OrdinaryKernels.Mul)
                .Launch(accelerator.DefaultStream, new Index1D(n), x, View<float>(b).SubView(row * n, n), products.View.BaseView);
            x = products.View.BaseView;
        }

        return accelerator.Reduce<float, TOperation>(accelerator.DefaultStream, x);
    }

    /// <summary>
    /// Found here: Reduce ends in an atomic that exchanges until the old value equals itself, compared as floats. With a NaN that is never,
    /// on the CPU accelerator and in the OpenCL code alike; CUDA has an instruction for the sum. Trying it would cost each case its whole
    /// time-out.
    /// </summary>
    private void RefuseEndless(Tensor a, Tensor? b, int row)
    {
        if (accelerator.AcceleratorType == AcceleratorType.Cuda)
        {
            return;
        }

        var (n, sum) = (a.Shape[1], 0f);
        for (var i = row * n; i < (row + 1) * n; i++)
        {
            var value = b is null ? a.Floats[i] : a.Floats[i] * b.Floats[i];
            sum += value;
        }

        if (float.IsNaN(sum))
        {
            throw new BackendException(
                BackendFailure.Execution, "not tried: Reduce never ends where a NaN reaches its atomic, which compares floats");
        }
    }

    private Tensor Launch(Delegate kernel, Tensor y, int threads, params object[] arguments)
    {
        if (threads > 0)
        {
            Kernel(kernel).Launch(accelerator.DefaultStream, new Index1D(threads), arguments);
        }

        var output = (MemoryBuffer1D<byte, Stride1D.Dense>)_buffers[^1];
        accelerator.Synchronize();
        output.View.BaseView.SubView(0, y.Data.Length).CopyToCPU(accelerator.DefaultStream, y.Data);
        accelerator.Synchronize();
        return y;
    }

    private Kernel Kernel(Delegate kernel)
    {
        if (!_kernels.TryGetValue(kernel.Method, out var loaded))
        {
            loaded = accelerator.LoadAutoGroupedKernel(kernel.Method);
            _kernels.Add(kernel.Method, loaded);
        }

        return loaded;
    }

    private ArrayView<T> View<T>(Tensor tensor)
        where T : unmanaged
    {
        var view = Reserve(tensor.Data.Length);
        if (tensor.Data.Length > 0)
        {
            view.SubView(0, tensor.Data.Length).CopyFromCPU(accelerator.DefaultStream, tensor.Data);
            accelerator.Synchronize();
        }

        return view.Cast<T>();
    }

    /// <summary>The last buffer that is reserved is the one that <see cref="Launch"/> copies back.</summary>
    private ArrayView<T> Out<T>(Tensor tensor)
        where T : unmanaged => Reserve(tensor.Data.Length).Cast<T>();

    private ArrayView<byte> Reserve(int bytes)
    {
        var buffer = accelerator.Allocate1D<byte>((Math.Max(bytes, 1) + 15) / 16 * 16);
        _buffers.Add(buffer);
        return buffer.View.BaseView;
    }
}
