// Row reductions [R1]-[R3] [R5] [P2] [P3]: one group of GROUP work-items per row. The work-items take whole chunks of 256,
// each in its one order; work-item 0 combines the chunks from left to right.

// Calls BODY with k running over chunk j of a row of n, c being the chunk's accumulator.
#define CHUNKED(TOTAL, N, PARTIAL, BODY)                                                                    \
    do {                                                                                                    \
        int lane_ = (int)get_local_id(0);                                                                   \
        int chunks_ = (int)(((N) + CHUNK - 1) / CHUNK);                                                     \
        float total_ = 0.0f;                                                                                \
        for (int base_ = 0; base_ < chunks_; base_ += GROUP) {                                              \
            int j_ = base_ + lane_;                                                                         \
            float c = 0.0f;                                                                                 \
            if (j_ < chunks_) {                                                                             \
                int end_ = j_ * CHUNK + CHUNK < (N) ? j_ * CHUNK + CHUNK : (N);                             \
                for (int k = j_ * CHUNK; k < end_; k++) {                                                   \
                    BODY;                                                                                   \
                }                                                                                           \
            }                                                                                               \
            PARTIAL[lane_] = c;                                                                             \
            barrier(CLK_LOCAL_MEM_FENCE);                                                                   \
            if (lane_ == 0) {                                                                               \
                int count_ = chunks_ - base_ < GROUP ? chunks_ - base_ : GROUP;                             \
                for (int i_ = 0; i_ < count_; i_++) {                                                       \
                    total_ = base_ + i_ == 0 ? PARTIAL[0] : total_ + PARTIAL[i_];                           \
                }                                                                                           \
            }                                                                                               \
            barrier(CLK_LOCAL_MEM_FENCE);                                                                   \
        }                                                                                                   \
        if (lane_ == 0) {                                                                                   \
            PARTIAL[0] = total_;                                                                            \
        }                                                                                                   \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                       \
        TOTAL = PARTIAL[0];                                                                                 \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                       \
    } while (0)

__kernel void k_sum(__global const float* x, __global float* y, int n)
{
    __local float partial[GROUP];
    size_t row = get_group_id(0);
    __global const float* r = x + row * (size_t)n;
    float total;
    CHUNKED(total, n, partial, c = c + r[k]);
    if (get_local_id(0) == 0) {
        y[row] = canonical(total);
    }
}

__kernel void k_dot(__global const float* a, __global const float* b, __global float* y, int n)
{
    __local float partial[GROUP];
    size_t row = get_group_id(0);
    __global const float* p = a + row * (size_t)n;
    __global const float* q = b + row * (size_t)n;
    float total;
    CHUNKED(total, n, partial, c = fma(p[k], q[k], c));
    if (get_local_id(0) == 0) {
        y[row] = canonical(total);
    }
}

__kernel void k_max(__global const float* x, __global float* y, int n)
{
    __local uint scratch[GROUP];
    size_t row = get_group_id(0);
    uint best = group_max(row_max_key(x + row * (size_t)n, n), scratch);
    if (get_local_id(0) == 0) {
        y[row] = from_ordered_key(best);
    }
}

__kernel void k_argmax(__global const float* x, __global int* y, int n)
{
    __local ulong scratch[GROUP];
    size_t row = get_group_id(0);
    ulong best = group_max_long(row_arg_max(x + row * (size_t)n, n), scratch);
    if (get_local_id(0) == 0) {
        y[row] = (int)(0xffffffffu - (uint)best);
    }
}

// [O4]; length is float(n). stages: bit 0 square_sum, bit 1 inverse
__kernel void k_rmsnorm(
    __global const float* x, __global const float* g, __global float* square_sum, __global float* inverse,
    __global float* y, int n, float length, float eps, int stages)
{
    __local float partial[GROUP];
    size_t row = get_group_id(0);
    __global const float* r = x + row * (size_t)n;
    float total;
    CHUNKED(total, n, partial, c = fma(r[k], r[k], c));
    float mean = total / length;
    float factor = 1.0f / sqrt(mean + eps);
    if (get_local_id(0) == 0) {
        if ((stages & 1) != 0) {
            square_sum[row] = canonical(total);
        }
        if ((stages & 2) != 0) {
            inverse[row] = canonical(factor);
        }
    }
    for (int i = (int)get_local_id(0); i < n; i += GROUP) {
        float scaled = r[i] * factor;
        y[row * (size_t)n + i] = canonical(scaled * g[i]);
    }
}
