// Elementwise operators and conversions: one work-item per element, [P1] [V3] [F1].
// n is the element count; the global size is n rounded up.

#define ELEMENTWISE2(NAME, EXPRESSION)                                                                      \
__kernel void NAME(__global const float* a, __global const float* b, __global float* y, uint n)             \
{                                                                                                           \
    size_t i = get_global_id(0);                                                                            \
    if (i < n) {                                                                                            \
        y[i] = canonical(EXPRESSION);                                                                       \
    }                                                                                                       \
}

ELEMENTWISE2(k_add, a[i] + b[i])
ELEMENTWISE2(k_sub, a[i] - b[i])
ELEMENTWISE2(k_mul, a[i] * b[i])
ELEMENTWISE2(k_div, a[i] / b[i])

__kernel void k_sqrt(__global const float* x, __global float* y, uint n)
{
    size_t i = get_global_id(0);
    if (i < n) {
        y[i] = canonical(sqrt(x[i]));
    }
}

__kernel void k_exp(__global const float* x, __global float* y, uint n)
{
    size_t i = get_global_id(0);
    if (i < n) {
        y[i] = exp_exact(x[i]);
    }
}

__kernel void k_fma(__global const float* a, __global const float* b, __global const float* c, __global float* y, uint n)
{
    size_t i = get_global_id(0);
    if (i < n) {
        y[i] = canonical(fma(a[i], b[i], c[i]));
    }
}

#define CONVERSION(NAME, FROM, TO, FUNCTION)                                                                \
__kernel void NAME(__global const FROM* x, __global TO* y, uint n)                                          \
{                                                                                                           \
    size_t i = get_global_id(0);                                                                            \
    if (i < n) {                                                                                            \
        y[i] = FUNCTION(x[i]);                                                                              \
    }                                                                                                       \
}

CONVERSION(k_narrow_f16, float, ushort, narrow_f16)
CONVERSION(k_narrow_bf16, float, ushort, narrow_bf16)
CONVERSION(k_widen_f16, ushort, float, widen_f16)
CONVERSION(k_widen_bf16, ushort, float, widen_bf16)

__kernel void k_widen_q8_0(__global const uchar* x, __global float* y, uint n)
{
    size_t i = get_global_id(0);
    if (i < n) {
        y[i] = widen_q8_0(x, i);
    }
}

// [O9] [F2]; has_silu: the stage is wanted
__kernel void k_swiglu(
    __global const float* a, __global const float* b, __global float* silu, __global float* y, uint n, int has_silu)
{
    size_t i = get_global_id(0);
    if (i < n) {
        float s = canonical(a[i] / (1.0f + exp_exact(negate(a[i]))));
        if (has_silu != 0) {
            silu[i] = s;
        }
        y[i] = canonical(s * b[i]);
    }
}
