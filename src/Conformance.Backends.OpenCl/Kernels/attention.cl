// Causal grouped-query attention [O8] in three launches: scores, softmax over the positions seen, values.
// Query row m sees key positions 0..position+m. Score rows are (m, head), 'stride' floats apart: S where a stage is wanted,
// else just the positions that the last row sees, so that a long empty cache costs nothing.

int seen_by(int m, int position)
{
    int seen = position + m + 1;
    return seen < 0 ? 0 : seen;
}

// One work-item per position; get_global_id = (j, head, m)
__kernel void k_scores(
    __global const float* q, __global const float* k, __global float* scores,
    int heads, int groups, int size, int position, float scale, int stride)
{
    int j = (int)get_global_id(0);
    int head = (int)get_global_id(1);
    int m = (int)get_global_id(2);
    if (j >= stride) {
        return;
    }
    size_t row = (size_t)m * heads + head;
    float score = 0.0f;
    if (j < seen_by(m, position)) {
        int group = head / (heads / groups);
        __global const float* a = q + row * size;
        __global const float* b = k + ((size_t)j * groups + group) * size;
        float total = 0.0f;
        for (int base = 0; base < size; base += CHUNK) {
            int end = base + CHUNK < size ? base + CHUNK : size;
            float c = 0.0f;
            for (int d = base; d < end; d++) {
                c = fma(a[d], b[d], c);
            }
            total = base == 0 ? c : total + c;
        }
        score = canonical(total * scale);
    }
    scores[row * stride + j] = score;
}

// One group per (m, head)
__kernel void k_attention_softmax(
    __global const float* scores, __global float* probabilities, int heads, int position, int stride)
{
    __local uint keys[GROUP];
    __local float partial[GROUP];
    size_t row = get_group_id(0);
    size_t at = row * (size_t)stride;
    int length = seen_by((int)(row / (size_t)heads), position);
    length = length > stride ? stride : length;
    softmax_row(
        scores + at, probabilities + at, probabilities + at, probabilities, probabilities, stride, length, 0, 0, row, keys, partial);
}

// One work-item per 'width' (8 or 1) elements of a head; get_global_id = (d / width, head, m). Chunks of 256 absolute positions.
__kernel void k_values(
    __global const float* probabilities, __global const float* v, __global float* y,
    int heads, int groups, int size, int position, int stride, int width)
{
    int d = (int)get_global_id(0) * width;
    int head = (int)get_global_id(1);
    int m = (int)get_global_id(2);
    if (d >= size) {
        return;
    }
    int group = head / (heads / groups);
    int length = seen_by(m, position);
    size_t row = (size_t)m * heads + head;
    __global const float* p = probabilities + row * stride;
    __global const float* column = v + (size_t)group * size + d;
    size_t step = (size_t)groups * size;
    if (width == 8 && d + 8 <= size) {
        float8 total = (float8)(0.0f);
        for (int base = 0; base < length; base += CHUNK) {
            int end = base + CHUNK < length ? base + CHUNK : length;
            float8 c = (float8)(0.0f);
            for (int j = base; j < end; j++) {
                c = fma((float8)(p[j]), vload8(0, column + j * step), c);
            }
            total = base == 0 ? c : total + c;
        }
        vstore8(canonical8(total), 0, y + row * size + d);
        return;
    }
    for (int rest = 0; rest < width && d + rest < size; rest++) {
        float total = 0.0f;
        for (int base = 0; base < length; base += CHUNK) {
            int end = base + CHUNK < length ? base + CHUNK : length;
            float c = 0.0f;
            for (int j = base; j < end; j++) {
                c = fma(p[j], column[j * step + rest], c);
            }
            total = base == 0 ? c : total + c;
        }
        y[row * size + d + rest] = canonical(total);
    }
}
