namespace Conformance.Hardware.Nvml;

/// <summary>The shapes of NVML's functions (nvml.h): cdecl, int result, 32-bit unsigned numbers, handles as pointers.</summary>
internal static unsafe class NvmlCalls
{
    public static int NoArguments(nint function) => ((delegate* unmanaged[Cdecl]<int>)function)();

    /// <summary>f(unsigned *value)</summary>
    public static int Number(nint function, out uint value)
    {
        uint result = 0;
        var code = ((delegate* unmanaged[Cdecl]<uint*, int>)function)(&result);
        value = result;
        return code;
    }

    /// <summary>f(char *text, unsigned length)</summary>
    public static int Text(nint function, Span<byte> buffer)
    {
        fixed (byte* text = buffer)
        {
            return ((delegate* unmanaged[Cdecl]<byte*, uint, int>)function)(text, (uint)buffer.Length);
        }
    }

    /// <summary>f(struct *value)</summary>
    public static int Struct(nint function, Span<byte> value)
    {
        fixed (byte* pointer = value)
        {
            return ((delegate* unmanaged[Cdecl]<byte*, int>)function)(pointer);
        }
    }

    /// <summary>f(unsigned index, nvmlDevice_t *device)</summary>
    public static int Handle(nint function, uint index, out nint device)
    {
        nint result = 0;
        var code = ((delegate* unmanaged[Cdecl]<uint, nint*, int>)function)(index, &result);
        device = result;
        return code;
    }

    /// <summary>f(nvmlDevice_t device, char *text, unsigned length)</summary>
    public static int Text(nint function, nint device, Span<byte> buffer)
    {
        fixed (byte* text = buffer)
        {
            return ((delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)function)(device, text, (uint)buffer.Length);
        }
    }

    /// <summary>f(const char *text, nvmlDevice_t *device)</summary>
    public static int Handle(nint function, ReadOnlySpan<byte> terminated, out nint device)
    {
        nint result = 0;
        int code;
        fixed (byte* text = terminated)
        {
            code = ((delegate* unmanaged[Cdecl]<byte*, nint*, int>)function)(text, &result);
        }

        device = result;
        return code;
    }

    /// <summary>f(nvmlDevice_t device, unsigned long long *value)</summary>
    public static int Mask(nint function, nint device, out ulong value)
    {
        ulong result = 0;
        var code = ((delegate* unmanaged[Cdecl]<nint, ulong*, int>)function)(device, &result);
        value = result;
        return code;
    }

    /// <summary>f(nvmlDevice_t device, unsigned *count, struct *items), room for none: the count comes with INSUFFICIENT_SIZE.</summary>
    public static int CountOnly(nint function, nint device, out uint count)
    {
        uint result = 0;
        var code = ((delegate* unmanaged[Cdecl]<nint, uint*, void*, int>)function)(device, &result, null);
        count = result;
        return code;
    }

    /// <summary>f(nvmlDevice_t device, struct *value)</summary>
    public static int Struct(nint function, nint device, Span<byte> value)
    {
        fixed (byte* pointer = value)
        {
            return ((delegate* unmanaged[Cdecl]<nint, byte*, int>)function)(device, pointer);
        }
    }

    /// <summary>f(nvmlDevice_t device, unsigned *value)</summary>
    public static int Number(nint function, nint device, out uint value)
    {
        uint result = 0;
        var code = ((delegate* unmanaged[Cdecl]<nint, uint*, int>)function)(device, &result);
        value = result;
        return code;
    }

    /// <summary>f(nvmlDevice_t device, enum kind, unsigned *value)</summary>
    public static int Number(nint function, nint device, uint kind, out uint value)
    {
        uint result = 0;
        var code = ((delegate* unmanaged[Cdecl]<nint, uint, uint*, int>)function)(device, kind, &result);
        value = result;
        return code;
    }

    /// <summary>f(nvmlDevice_t device, unsigned *first, unsigned *second)</summary>
    public static int Pair(nint function, nint device, out uint first, out uint second)
    {
        uint one = 0;
        uint two = 0;
        var code = ((delegate* unmanaged[Cdecl]<nint, uint*, uint*, int>)function)(device, &one, &two);
        (first, second) = (one, two);
        return code;
    }

    /// <summary>f(nvmlDevice_t device, enum kind, enum counter, unsigned long long *value)</summary>
    public static int Count(nint function, nint device, uint kind, uint counter, out ulong value)
    {
        ulong result = 0;
        var code = ((delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int>)function)(device, kind, counter, &result);
        value = result;
        return code;
    }
}
