// Softmax [O5], one group per row: maximum, exponential, sum, quotient. Everything past the row's length is +0, and so is
// a row whose maximum is -infinity. 'exponential' may be y itself where nobody asked for the stage; x may be y too.

void softmax_row(
    __global const float* x, __global float* exponential, __global float* y, __global float* maximum, __global float* sum,
    int n, int length, int has_maximum, int has_sum, size_t row, __local uint* keys, __local float* partial)
{
    int lane = (int)get_local_id(0);
    uint key = group_max(row_max_key(x, length), keys);
    float top = from_ordered_key(key);
    bool masked = key == EMPTY_KEY;
    for (int i = lane; i < n; i += GROUP) {
        exponential[i] = i < length && !masked ? exp_exact(x[i] - top) : 0.0f;
    }
    barrier(CLK_GLOBAL_MEM_FENCE | CLK_LOCAL_MEM_FENCE);

    int summed = masked ? 0 : length;
    float total;
    CHUNKED(total, summed, partial, c = c + exponential[k]);
    barrier(CLK_GLOBAL_MEM_FENCE);  // y may be 'exponential': nobody overwrites what another still reads
    if (lane == 0) {
        if (has_maximum != 0) {
            maximum[row] = top;
        }
        if (has_sum != 0) {
            sum[row] = canonical(total);
        }
    }
    for (int i = lane; i < n; i += GROUP) {
        y[i] = i < summed ? canonical(exponential[i] / total) : 0.0f;
    }
}

// lengths are untrusted: a value outside 0..n is clamped, so that no read leaves the row. stages: bit 0 maximum, bit 1 sum
__kernel void k_softmax(
    __global const float* x, __global const int* lengths, __global float* maximum, __global float* exponential,
    __global float* sum, __global float* y, int n, int has_lengths, int stages)
{
    __local uint keys[GROUP];
    __local float partial[GROUP];
    size_t row = get_group_id(0);
    size_t at = row * (size_t)n;
    int length = has_lengths != 0 ? lengths[row] : n;
    length = length < 0 ? 0 : length > n ? n : length;
    softmax_row(x + at, exponential + at, y + at, maximum, sum, n, length, stages & 1, stages & 2, row, keys, partial);
}
