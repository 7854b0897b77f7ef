// The IEEE probe: what the device does with operands that tell right from almost right. Flags are not believed [V1] [P1].
// Every operand comes from a buffer, so that no compiler can fold the answer. Compiled by itself, with sa1.cl before it.
// Results are 64-bit; a float result is its bits. Codes: DeviceProbe.Operations.

__kernel void k_probe(
    __global const ulong* a, __global const ulong* b, __global const ulong* c, __global ulong* y, int operation, uint n)
{
    size_t i = get_global_id(0);
    if (i >= n) {
        return;
    }
    float p = as_float((uint)a[i]);
    float q = as_float((uint)b[i]);
    float r = as_float((uint)c[i]);
    ulong result = 0UL;
    switch (operation) {
        case 0: result = as_uint(fma(p, q, r)); break;
        case 1: result = as_uint(p * q + r); break;
        case 2: { float t = p * q; float s = t + r; result = as_uint(s); break; }
        case 3: result = as_uint(p * q - r); break;
        case 4: result = as_uint(r - p * q); break;
        case 5: result = as_uint(p / q); break;
        case 6: result = as_uint(sqrt(p)); break;
        case 7: result = as_uint(p + q); break;
        case 8: result = as_uint(p * q); break;
        case 9: result = (p < q ? 1UL : 0UL) | (p == q ? 2UL : 0UL) | (p > q ? 4UL : 0UL) | (p != q ? 8UL : 0UL)
            | (!(p < q) ? 16UL : 0UL) | (is_nan(p) ? 32UL : 0UL); break;
        case 10: result = as_uint((float)(int)(uint)a[i]); break;
        case 11: result = mul_hi(a[i], b[i]); break;
        case 12: result = a[i] * b[i]; break;
        case 13: result = a[i] >> (uint)b[i]; break;
        case 14: result = a[i] << (uint)b[i]; break;
        case 15: result = (ulong)(((long)a[i]) >> (uint)b[i]); break;
        case 16: { ulong s = a[i] + b[i]; result = s < b[i] ? 1UL : 0UL; break; }
        case 17: result = mul_hi((uint)a[i], (uint)b[i]); break;
        case 18: result = as_uint(p - q); break;
    }
    y[i] = result;
}
