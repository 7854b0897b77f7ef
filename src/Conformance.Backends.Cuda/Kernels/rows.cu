// Row reductions [R1]-[R3] [P2] [P3], rmsnorm [O4] and softmax [O5]: a block of 256 threads per row.
//
// A chunk of 256 is a chain that one thread walks, and a row of 4096 has only 16 of them: what costs is not arithmetic but
// waiting for memory. So all threads bring 32 chunks to shared memory at once (neighbouring threads neighbouring elements),
// each chunk 260 floats from the last, and one warp walks: its 16-byte loads then meet no bank twice. Thread 0 joins the
// chunks from left to right.
#define GROUP 256
#include "opencl_words.cuh"
#include "sa1.cl"
#include "sa1_exp.cl"
#include "groups.cuh"
#include "row_keys.cl"
#include "formats.cuh"

#define CHAINS 32
#define CHAIN (CHUNK + 4)

struct Stage {
    Quad* values;  // CHAINS chains
    float* partial;
};

DEVICE void put(Stage stage, int i, float value)
{
    ((float*)stage.values)[i / CHUNK * CHAIN + i % CHUNK] = value;
}

struct Adds {
    static DEVICE_IN float step(float c, float x) { return c + x; }
};

struct Squares {
    static DEVICE_IN float step(float c, float x) { return fma(x, x, c); }
};

// The sum over i < n of element(i) in the order of SA-1, known to every thread afterwards. element is called once for each i.
template <class Chain, class Element>
DEVICE float reduce(int n, Stage stage, Element element)
{
    int lane = thread();
    float total = 0.0f;
    for (int base = 0; base < n; base += CHAINS * CHUNK) {
        int count = n - base < CHAINS * CHUNK ? n - base : CHAINS * CHUNK;
#pragma unroll 8
        for (int i = lane; i < count; i += GROUP) {
            put(stage, i, element(base + i));
        }
        __syncthreads();
        int chunks = (count + CHUNK - 1) / CHUNK;
        if (lane < chunks) {
            const float* chain = (const float*)stage.values + lane * CHAIN;
            int length = count - lane * CHUNK < CHUNK ? count - lane * CHUNK : CHUNK;
            float c = 0.0f;
            int k = 0;
#pragma unroll 4
            for (; k + 4 <= length; k += 4) {
                SharedQuad q = *(const SharedQuad*)(chain + k);
                c = Chain::step(c, as_float(q.x));
                c = Chain::step(c, as_float(q.y));
                c = Chain::step(c, as_float(q.z));
                c = Chain::step(c, as_float(q.w));
            }
            for (; k < length; k++) {
                c = Chain::step(c, chain[k]);
            }
            stage.partial[lane] = c;
        }
        __syncthreads();
        if (lane == 0) {
#pragma unroll 8
            for (int i = 0; i < chunks; i++) {
                total = base + i == 0 ? stage.partial[0] : total + stage.partial[i];
            }
        }
    }
    if (lane == 0) {
        stage.partial[CHAINS] = total;
    }
    __syncthreads();
    total = stage.partial[CHAINS];
    __syncthreads();
    return total;
}

#define STAGE                                                                                               \
    __local Quad values[CHAINS * CHAIN / 4];                                                                \
    __local float partial[CHAINS + 1];                                                                      \
    Stage stage = { values, partial }

KERNEL __attribute__((launch_bounds(GROUP))) void k_sum(const float* __restrict__ x, float* __restrict__ y, int n)
{
    STAGE;
    const float* r = x + (size_t)block_x() * n;
    float total = reduce<Adds>(n, stage, [&] __attribute__((device, always_inline)) (int i) { return r[i]; });
    if (thread() == 0) {
        y[block_x()] = canonical(total);
    }
}

// Two rows come in at once: half as many chains.
KERNEL __attribute__((launch_bounds(GROUP))) void k_dot(
    const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ y, int n)
{
    enum { PAIRS = CHAINS / 2 };
    __local Quad left[PAIRS * CHAIN / 4];
    __local Quad right[PAIRS * CHAIN / 4];
    __local float partial[PAIRS];
    int lane = thread();
    const float* p = a + (size_t)block_x() * n;
    const float* q = b + (size_t)block_x() * n;
    float total = 0.0f;
    for (int base = 0; base < n; base += PAIRS * CHUNK) {
        int count = n - base < PAIRS * CHUNK ? n - base : PAIRS * CHUNK;
#pragma unroll 4
        for (int i = lane; i < count; i += GROUP) {
            ((float*)left)[i / CHUNK * CHAIN + i % CHUNK] = p[base + i];
            ((float*)right)[i / CHUNK * CHAIN + i % CHUNK] = q[base + i];
        }
        __syncthreads();
        int chunks = (count + CHUNK - 1) / CHUNK;
        if (lane < chunks) {
            int length = count - lane * CHUNK < CHUNK ? count - lane * CHUNK : CHUNK;
            float c = 0.0f;
#pragma unroll 8
            for (int k = 0; k < length; k++) {
                c = fma(((const float*)left)[lane * CHAIN + k], ((const float*)right)[lane * CHAIN + k], c);
            }
            partial[lane] = c;
        }
        __syncthreads();
        if (lane == 0) {
            for (int i = 0; i < chunks; i++) {
                total = base + i == 0 ? partial[0] : total + partial[i];
            }
        }
    }
    if (lane == 0) {
        y[block_x()] = canonical(total);
    }
}

KERNEL void k_max(const float* __restrict__ x, float* __restrict__ y, int n)
{
    __local uint scratch[GROUP];
    uint best = group_max(row_max_key(x + (size_t)block_x() * n, n), scratch);
    if (thread() == 0) {
        y[block_x()] = from_ordered_key(best);
    }
}

KERNEL void k_argmax(const float* __restrict__ x, int* __restrict__ y, int n)
{
    __local ulong scratch[GROUP];
    ulong best = group_max_long(row_arg_max(x + (size_t)block_x() * n, n), scratch);
    if (thread() == 0) {
        y[block_x()] = (int)(0xffffffffu - (uint)best);
    }
}

// [O4]; length is float(n). stages: bit 0 square_sum, bit 1 inverse
KERNEL __attribute__((launch_bounds(GROUP))) void k_rmsnorm(
    const float* __restrict__ x, const float* __restrict__ g, float* __restrict__ square_sum, float* __restrict__ inverse,
    float* __restrict__ y, int n, float length, float eps, int stages)
{
    STAGE;
    size_t row = block_x();
    const float* r = x + row * n;
    float total = reduce<Squares>(n, stage, [&] __attribute__((device, always_inline)) (int i) { return r[i]; });
    float mean = total / length;
    float factor = 1.0f / sqrt(mean + eps);
    if (thread() == 0) {
        if ((stages & 1) != 0) {
            square_sum[row] = canonical(total);
        }
        if ((stages & 2) != 0) {
            inverse[row] = canonical(factor);
        }
    }
    for (int i = thread(); i < n; i += GROUP) {
        float scaled = r[i] * factor;
        y[row * n + i] = canonical(scaled * g[i]);
    }
}

// [O5]: maximum, exponential, sum, quotient. Everything past the row's length is +0, and so is a row whose maximum is -infinity.
// 'exponential' may be y itself where nobody asked for the stage, and x may be y too: each thread rereads its own elements only.
DEVICE void softmax_row(
    const float* x, float* exponential, float* y, float* maximum, float* sum, int n, int length, int has_maximum, int has_sum, size_t row)
{
    STAGE;
    uint key = group_max(row_max_key(x, length), (uint*)values);
    float top = from_ordered_key(key);
    int summed = key == EMPTY_KEY ? 0 : length;
    float total = reduce<Adds>(summed, stage, [&] __attribute__((device, always_inline)) (int i) {
        float e = exp_exact(x[i] - top);
        exponential[i] = e;
        return e;
    });
    if (thread() == 0) {
        if (has_maximum != 0) {
            maximum[row] = top;
        }
        if (has_sum != 0) {
            sum[row] = canonical(total);
        }
    }
    for (int i = thread(); i < n; i += GROUP) {
        if (i < summed) {
            y[i] = canonical(exponential[i] / total);
        } else {
            exponential[i] = 0.0f;
            y[i] = 0.0f;
        }
    }
}

// lengths are untrusted: a value outside 0..n is clamped, so that no read leaves the row. stages: bit 0 maximum, bit 1 sum
KERNEL __attribute__((launch_bounds(GROUP))) void k_softmax(
    const float* x, const int* lengths, float* maximum, float* exponential, float* sum, float* y, int n, int has_lengths, int stages)
{
    size_t row = block_x();
    size_t at = row * n;
    int length = has_lengths != 0 ? lengths[row] : n;
    length = length < 0 ? 0 : length > n ? n : length;
    softmax_row(x + at, exponential + at, y + at, maximum, sum, n, length, stages & 1, stages & 2, row);
}

// The softmax of attention [O8]: query row m sees position+m+1 positions; rows are (m, head), 'stride' floats apart.
KERNEL __attribute__((launch_bounds(GROUP))) void k_attention_softmax(
    const float* scores, float* probabilities, int heads, int position, int stride)
{
    size_t row = block_x();
    size_t at = row * stride;
    int length = position + (int)(row / (size_t)heads) + 1;
    length = length < 0 ? 0 : length > stride ? stride : length;
    softmax_row(scores + at, probabilities + at, probabilities + at, probabilities, probabilities, stride, length, 0, 0, row);
}
