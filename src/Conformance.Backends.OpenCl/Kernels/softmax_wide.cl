// swiglu and softmax [O5] for devices whose work-item is one core with vector registers: softmax takes a whole row.

float silu(float x)
{
    return x / (1.0f + exp_exact(negate(x)));
}

float8 silu_wide(float8 x)
{
    return x / ((float8)(1.0f) + exp_wide(as_float8(as_uint8(x) ^ 0x80000000u)));
}

// get_global_id = i / SEGMENT
__kernel void k_swiglu_wide(
    __global const float* a, __global const float* b, __global float* stage, __global float* y, uint n, int has_stage)
{
    uint first = (uint)get_global_id(0) * SEGMENT;
    uint end = n - first < SEGMENT ? n : first + SEGMENT;
    uint i = first;
    for (; i + 8 <= end; i += 8) {
        float8 s = silu_wide(vload8(0, a + i));
        float8 product = s * vload8(0, b + i);
        if (has_stage != 0) {
            vstore8(canonical8(s), 0, stage + i);
        }
        vstore8(canonical8(product), 0, y + i);
    }
    for (; i < end; i++) {
        float s = silu(a[i]);
        float product = s * b[i];
        if (has_stage != 0) {
            stage[i] = canonical(s);
        }
        y[i] = canonical(product);
    }
}

uint8 ordered_keys(float8 x)
{
    uint8 u = as_uint8(x);
    uint8 keys = select(u | 0x80000000u, ~u, as_int8(u) < (int8)(0));
    return select(keys, (uint8)(0xffffffffu), (u & 0x7fffffffu) > (uint8)(0x7f800000u));
}

uint row_key(__global const float* x, int n)
{
    uint8 keys = (uint8)(EMPTY_KEY);
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        keys = max(keys, ordered_keys(vload8(0, x + i)));
    }
    uint4 four = max(keys.lo, keys.hi);
    uint2 two = max(four.lo, four.hi);
    uint best = max(two.s0, two.s1);
    for (; i < n; i++) {
        best = max(best, ordered_key(x[i]));
    }
    return best;
}

// [R2] [R3]: eight chunks are chains of additions side by side.
float row_sum(__global const float* x, int n)
{
    float total = 0.0f;
    int base = 0;
    for (; base + 8 * CHUNK <= n; base += 8 * CHUNK) {
        float c[8];
        #pragma unroll
        for (int j = 0; j < 8; j++) {
            c[j] = 0.0f;
        }
        for (int k = base; k < base + CHUNK; k++) {
            #pragma unroll
            for (int j = 0; j < 8; j++) {
                c[j] = c[j] + x[k + j * CHUNK];
            }
        }
        #pragma unroll
        for (int j = 0; j < 8; j++) {
            total = base + j == 0 ? c[j] : total + c[j];
        }
    }
    for (; base < n; base += CHUNK) {
        int end = base + CHUNK < n ? base + CHUNK : n;
        float c = 0.0f;
        for (int k = base; k < end; k++) {
            c = c + x[k];
        }
        total = base == 0 ? c : total + c;
    }
    return total;
}

// As softmax_row in softmax.cl.
void softmax_wide(
    __global const float* x, __global float* exponential, __global float* y, __global float* maximum, __global float* sum,
    int n, int length, int has_maximum, int has_sum, size_t row)
{
    uint key = row_key(x, length);
    float top = from_ordered_key(key);
    int summed = key == EMPTY_KEY ? 0 : length;
    int i = 0;
    for (; i + 8 <= summed; i += 8) {
        vstore8(exp_wide(vload8(0, x + i) - (float8)(top)), 0, exponential + i);
    }
    for (; i < n; i++) {
        exponential[i] = i < summed ? exp_exact(x[i] - top) : 0.0f;
    }
    float total = row_sum(exponential, summed);
    if (has_maximum != 0) {
        maximum[row] = top;
    }
    if (has_sum != 0) {
        sum[row] = canonical(total);
    }
    for (i = 0; i + 8 <= summed; i += 8) {
        vstore8(canonical8(vload8(0, exponential + i) / (float8)(total)), 0, y + i);
    }
    for (; i < n; i++) {
        y[i] = i < summed ? canonical(exponential[i] / total) : 0.0f;
    }
}

// One work-item per row. As k_softmax in softmax.cl.
__kernel void k_softmax_wide(
    __global const float* x, __global const int* lengths, __global float* maximum, __global float* exponential,
    __global float* sum, __global float* y, int n, int has_lengths, int stages)
{
    size_t row = get_global_id(0);
    size_t at = row * (size_t)n;
    int length = has_lengths != 0 ? lengths[row] : n;
    length = length < 0 ? 0 : length > n ? n : length;
    softmax_wide(x + at, exponential + at, y + at, maximum, sum, n, length, stages & 1, stages & 2, row);
}

// One work-item per (m, head). As k_attention_softmax in attention.cl.
__kernel void k_attention_softmax_wide(
    __global const float* scores, __global float* probabilities, int heads, int position, int stride)
{
    size_t row = get_global_id(0);
    size_t at = row * (size_t)stride;
    int length = seen_by((int)(row / (size_t)heads), position);
    length = length > stride ? stride : length;
    softmax_wide(scores + at, probabilities + at, probabilities + at, probabilities, probabilities, stride, length, 0, 0, row);
}
