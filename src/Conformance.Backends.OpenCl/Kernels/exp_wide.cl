// exp, correctly rounded [F1], of eight numbers at once. Where the device has binary64 (BINARY64), the value is computed there to within
// 2^-50 of itself; where both ends of +-2^-48 round to the same binary32 number, so does the true value (Ziv's test), and the others, some
// 2^-24 of all, are left to the integers of sa1_exp.cl. Without binary64 all are.

#ifdef BINARY64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable

// e^x for |x| < 128: x = k ln(2) + r, |r| < 0.347; Taylor to r^13/13!, whose rest is below 2^-57; times 2^k by the exponent field.
double8 exp_near(double8 x)
{
    double8 shifted = fma(x, (double8)(0x1.71547652b82fep+0), (double8)(0x1.8p+52));  // the low bits are k
    double8 k = shifted - 0x1.8p+52;
    double8 r = fma(k, (double8)(-0x1.62e42fefa3800p-1), x);                          // exact: 42 bits of ln(2)
    r = fma(k, (double8)(-0x1.ef35793c76730p-45), r);
    double8 q = (double8)(1.0 / 6227020800.0);
    q = fma(q, r, (double8)(1.0 / 479001600.0));
    q = fma(q, r, (double8)(1.0 / 39916800.0));
    q = fma(q, r, (double8)(1.0 / 3628800.0));
    q = fma(q, r, (double8)(1.0 / 362880.0));
    q = fma(q, r, (double8)(1.0 / 40320.0));
    q = fma(q, r, (double8)(1.0 / 5040.0));
    q = fma(q, r, (double8)(1.0 / 720.0));
    q = fma(q, r, (double8)(1.0 / 120.0));
    q = fma(q, r, (double8)(1.0 / 24.0));
    q = fma(q, r, (double8)(1.0 / 6.0));
    q = fma(q, r, (double8)(0.5));
    q = fma(q, r, (double8)(1.0));
    q = fma(q, r, (double8)(1.0));
    return as_double8(as_long8(q) + (as_long8(shifted) << 52));
}
#endif

// The lanes that 'undecided' marks, by integers; rarely any.
float8 exp_by_lane(float8 x, float8 y, int8 undecided)
{
    float from[8];
    float to[8];
    int marks[8];
    vstore8(x, 0, from);
    vstore8(y, 0, to);
    vstore8(undecided, 0, marks);
    for (int i = 0; i < 8; i++) {
        if (marks[i] != 0) {
            to[i] = exp_exact(from[i]);
        }
    }
    return vload8(0, to);
}

float8 exp_wide(float8 x)
{
#ifdef BINARY64
    // Large numbers, infinities and NaN count as 0 for now.
    uint8 magnitude = as_uint8(x) & 0x7fffffffu;
    int8 far = magnitude >= (uint8)(0x43000000u);
    double8 e = exp_near(convert_double8(select(x, (float8)(0.0f), far)));
    float8 low = convert_float8(fma(e, (double8)(-0x1p-48), e));
    float8 high = convert_float8(fma(e, (double8)(0x1p-48), e));
    uint8 limit = select((uint8)(0x7f800000u), (uint8)(0u), as_int8(x) < (int8)(0));
    limit = select(limit, (uint8)(CANONICAL_NAN), magnitude > (uint8)(0x7f800000u));
    float8 y = as_float8(select(as_uint8(low), limit, far));
    int8 undecided = as_int8(low) != as_int8(high);
    return any(undecided) ? exp_by_lane(x, y, undecided) : y;
#else
    return exp_by_lane(x, x, (int8)(-1));
#endif
}

#define SEGMENT 1024  // elements of one work-item

// get_global_id = i / SEGMENT
__kernel void k_exp_wide(__global const float* x, __global float* y, uint n)
{
    uint first = (uint)get_global_id(0) * SEGMENT;
    uint end = n - first < SEGMENT ? n : first + SEGMENT;
    uint i = first;
    for (; i + 8 <= end; i += 8) {
        vstore8(exp_wide(vload8(0, x + i)), 0, y + i);
    }
    for (; i < end; i++) {
        y[i] = exp_exact(x[i]);
    }
}
