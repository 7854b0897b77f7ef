// What every kernel shares: SA-1 sections 1 and 2, OpenCL C 1.2. CUDA kernels include this file too, under the words of
// Conformance.Backends.Cuda/Kernels/opencl_words.cuh: scalars only, and every function that is no kernel is a HELPER.
// Allowed on floats: + - * / sqrt fma and as_*. No mad, native_*, min/max, built-in exp, fp64, fp16, float atomics.
// A comparison of floats never decides anything that a NaN could reach: such choices are made on integer keys.

#pragma OPENCL FP_CONTRACT OFF

#ifndef HELPER
#define HELPER         // what a function needs that kernels call
#endif
#ifndef GROUP
#define GROUP 64       // work-items of a cooperative group; the host launches with the same number
#endif
#define CHUNK 256      // [R1] [R2]
#define BLOCK 32       // q8_0
#define BLOCK_BYTES 34
#define CANONICAL_NAN 0x7fc00000u

#define AS_IS(x) (x)   // the widening of f32

// [V2] whatever payload the device produced
HELPER float canonical(float x)
{
    uint u = as_uint(x);
    return as_float((u & 0x7fffffffu) > 0x7f800000u ? CANONICAL_NAN : u);
}

HELPER bool is_nan(float x)
{
    return (as_uint(x) & 0x7fffffffu) > 0x7f800000u;
}

HELPER float negate(float x)
{
    return as_float(as_uint(x) ^ 0x80000000u);
}

// [P2] [P3] unsigned order of the keys = order of the numbers, -0 < +0, NaN on top
HELPER uint ordered_key(float x)
{
    uint u = as_uint(x);
    if ((u & 0x7fffffffu) > 0x7f800000u) {
        return 0xffffffffu;
    }
    return (u >> 31) != 0u ? ~u : (u | 0x80000000u);
}

#define EMPTY_KEY 0x007fffffu  // the key of -infinity

HELPER float from_ordered_key(uint key)
{
    if (key == 0xffffffffu) {
        return as_float(CANONICAL_NAN);
    }
    return as_float((key >> 31) != 0u ? (key & 0x7fffffffu) : ~key);
}

// [V3] widening is exact; the subnormals of binary16 are normal in binary32, so this multiplication is exact
HELPER float widen_f16(ushort h)
{
    uint magnitude = (uint)h & 0x7fffu;
    uint sign = ((uint)h & 0x8000u) << 16;
    if (magnitude > 0x7c00u) {
        return as_float(CANONICAL_NAN);
    }
    if (magnitude == 0x7c00u) {
        return as_float(sign | 0x7f800000u);
    }
    if (magnitude < 0x0400u) {
        return as_float(as_uint((float)magnitude * 0x1p-24f) | sign);
    }
    return as_float(sign | ((magnitude << 13) + 0x38000000u));
}

HELPER float widen_bf16(ushort h)
{
    return canonical(as_float((uint)h << 16));
}

// [V3] one rounding, ties to even, overflow to infinity
HELPER ushort narrow_f16(float x)
{
    uint u = as_uint(x) & 0x7fffffffu;
    uint sign = (as_uint(x) >> 16) & 0x8000u;
    if (u > 0x7f800000u) {
        return (ushort)0x7e00;
    }
    if (u >= 0x477ff000u) {  // 65520 is the midpoint above the largest number
        return (ushort)(sign | 0x7c00u);
    }
    if (u >= 0x38800000u) {
        uint r = u - 0x38000000u;
        return (ushort)(sign | ((r + 0x0fffu + ((r >> 13) & 1u)) >> 13));
    }
    uint exponent = u >> 23;
    if (exponent < 102u) {  // below 2^-25
        return (ushort)sign;
    }
    uint m = (u & 0x007fffffu) | 0x00800000u;
    uint drop = 126u - exponent;  // 14..24
    return (ushort)(sign | ((m + (1u << (drop - 1u)) - 1u + ((m >> drop) & 1u)) >> drop));
}

HELPER ushort narrow_bf16(float x)
{
    uint u = as_uint(x);
    if ((u & 0x7fffffffu) > 0x7f800000u) {
        return (ushort)0x7fc0;
    }
    return (ushort)((u + 0x7fffu + ((u >> 16) & 1u)) >> 16);
}

// q8_0: block b begins at byte 34*b, an even offset
HELPER float q8_scale(__global const uchar* x, size_t block)
{
    return widen_f16(*(__global const ushort*)(x + block * BLOCK_BYTES));
}

// [V3] element = mul(float(q), widen(d))
HELPER float widen_q8_0(__global const uchar* x, size_t element)
{
    size_t block = element / BLOCK;
    char q = as_char(x[block * BLOCK_BYTES + 2 + element % BLOCK]);
    return canonical((float)q * q8_scale(x, block));
}

// [I1] [O11] word 0 of Philox4x32-10 of the counter (c0, c1, c2, c3) under the key (k0, k1)
HELPER uint philox_word0(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
{
    for (int round = 0; round < 10; round++) {
        uint high0 = mul_hi(0xd2511f53u, c0);
        uint low0 = 0xd2511f53u * c0;
        uint high1 = mul_hi(0xcd9e8d57u, c2);
        uint low1 = 0xcd9e8d57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9e3779b9u;
        k1 += 0xbb67ae85u;
    }
    return c0;
}
