// Sampling [O11]. Weights are integers, so every sum is exact and its order is free; the products u * total and P * T need
// up to 96 bits and are taken by mul_hi. One group per row; n <= 2^20, so a sum of weights stays below 2^61.

// floor(e * 2^40) of 0 <= e <= 1; NaN gives 0
HELPER ulong weight_of(float e)
{
    uint u = as_uint(e);
    if (u > 0x3f800000u) {
        return 0UL;
    }
    int exponent = (int)(u >> 23);
    ulong m = (ulong)(u & 0x007fffffu) | 0x00800000UL;
    int shift = exponent - 110;  // m * 2^(exponent - 150 + 40)
    if (shift >= 0) {
        return m << shift;
    }
    return exponent == 0 || shift < -24 ? 0UL : m >> -shift;
}

// Step 1. Division by a positive number keeps the order, so max(z) = div(max(x), temperature).
// get_global_id = (i, row)
__kernel void k_sample_weights(
    __global const float* x, __global const float* maximum, __global ulong* weights, int n, float temperature)
{
    int i = (int)get_global_id(0);
    size_t row = get_global_id(1);
    if (i < n) {
        size_t at = row * (size_t)n + i;
        float z = x[at] / temperature;
        float top = maximum[row] / temperature;
        weights[at] = weight_of(exp_exact(z - top));
    }
}

// Unique, descending order of [P3] with ascending indices
HELPER ulong sample_key(float x, int i)
{
    return ((ulong)ordered_key(x) << 32) | (ulong)(0xffffffffu - (uint)i);
}

// How many, or how much weight, stands at keys >= least
HELPER ulong mass_from(__global const float* x, __global const ulong* weights, int n, ulong least, int count, __local ulong* scratch)
{
    ulong mass = 0UL;
    for (int i = (int)get_local_id(0); i < n; i += GROUP) {
        if (sample_key(x[i], i) >= least) {
            mass += count != 0 ? 1UL : weights[i];
        }
    }
    return group_sum_long(mass, scratch);
}

// The greatest key whose mass * 2^32 reaches (need_high, need_low): bit by bit from the top. Bits 20..31 of a key are
// always set (n <= 2^20) and need no search.
HELPER ulong search_key(
    __global const float* x, __global const ulong* weights, int n, ulong floor_key, ulong need_high, ulong need_low, int count,
    __local ulong* scratch)
{
    ulong key = 0UL;
    for (int bit = 63; bit >= 0; bit--) {
        if (bit == 31) {
            key |= 0xfff00000UL;
            bit = 19;
        }
        ulong candidate = key | (1UL << bit);
        ulong mass = mass_from(x, weights, n, candidate > floor_key ? candidate : floor_key, count, scratch);
        ulong high = mass >> 32;
        ulong low = mass << 32;
        if (high > need_high || (high == need_high && low >= need_low)) {
            key = candidate;
        }
    }
    return key;
}

// Steps 2-4. share = floor(top_p * 2^32), 2^32 cuts nothing.
__kernel void k_sample_select(
    __global const float* x, __global ulong* weights, __global ulong* target, __global int* y,
    int n, int top_k, ulong share, ulong seed, ulong position, int has_target)
{
    __local ulong scratch[GROUP];
    __local ulong segments[GROUP];
    int lane = (int)get_local_id(0);
    size_t row = get_group_id(0);
    __global const float* r = x + row * (size_t)n;
    __global ulong* w = weights + row * (size_t)n;

    ulong keep = 0UL;
    ulong best = group_max_long(row_arg_max(r, n), scratch);
    if (top_k > 0 && top_k < n) {
        ulong need = (ulong)top_k;
        keep = search_key(r, w, n, 0UL, need >> 32, need << 32, 1, scratch);
    }
    if (share < (1UL << 32)) {
        ulong mass = mass_from(r, w, n, keep, 0, scratch);
        ulong cut = search_key(r, w, n, keep, mul_hi(share, mass), share * mass, 0, scratch);
        cut = cut > best ? best : cut;  // at least one
        keep = cut > keep ? cut : keep;
    }

    barrier(CLK_GLOBAL_MEM_FENCE);  // the weights were read by every work-item and are cut in segments now
    int segment = (n + GROUP - 1) / GROUP;
    int begin = lane * segment < n ? lane * segment : n;
    int end = begin + segment < n ? begin + segment : n;
    ulong sum = 0UL;
    for (int i = begin; i < end; i++) {
        ulong kept = sample_key(r[i], i) >= keep ? w[i] : 0UL;
        w[i] = kept;
        sum += kept;
    }
    segments[lane] = sum;
    ulong total = group_sum_long(sum, scratch);

    ulong place = position + row;
    uint u = philox_word0((uint)place, (uint)(place >> 32), 0u, 1u, (uint)seed, (uint)(seed >> 32));
    ulong goal = (mul_hi((ulong)u, total) << 32) | (((ulong)u * total) >> 32);
    ulong before = 0UL;
    for (int i = 0; i < lane; i++) {
        before += segments[i];
    }
    if (total == 0UL) {
        if (lane == 0) {
            y[row] = (int)(0xffffffffu - (uint)best);
        }
    } else if (goal >= before && goal < before + sum) {
        ulong running = before;
        for (int i = begin; i < end; i++) {
            running += w[i];
            if (running > goal) {
                y[row] = i;
                break;
            }
        }
    }
    if (lane == 0 && has_target != 0) {
        target[row] = goal;
    }
}
