// matmul_q8_0 [O3] [R4]: a group of 64 owns eight weight rows of one row of a; work-item = (weight row, chunk of 8 blocks). The integer
// products of a block are exact in any order; the blocks of a chunk are taken in ascending order, the chunks left to right.

#define Q8_SLOTS 8
#define Q8_CHUNK 8

int block_product(__global const uchar* a, __global const uchar* b)
{
    // A product of two bytes fits 16 bits; a sum of two products may not (-128 * -128 twice).
    short16 low = convert_short16(as_char16(vload16(0, a + 2))) * convert_short16(as_char16(vload16(0, b + 2)));
    short16 high = convert_short16(as_char16(vload16(0, a + 18))) * convert_short16(as_char16(vload16(0, b + 18)));
    int16 s = convert_int16(low) + convert_int16(high);
    int8 s8 = s.lo + s.hi;
    int4 s4 = s8.lo + s8.hi;
    int2 s2 = s4.lo + s4.hi;
    return s2.s0 + s2.s1;
}

__kernel void k_matmul_q8_0(
    __global const uchar* a, __global const uchar* b, __global float* y, int columns, int blocks)
{
    __local float partial[GROUP];
    int lane = (int)get_local_id(0);
    int slot = lane % Q8_SLOTS;
    int n = (int)get_group_id(0) * (GROUP / Q8_SLOTS) + lane / Q8_SLOTS;
    int m = (int)get_group_id(1);
    int chunks = (blocks + Q8_CHUNK - 1) / Q8_CHUNK;
    size_t bytes = (size_t)blocks * BLOCK_BYTES;
    __global const uchar* left = a + m * bytes;
    __global const uchar* right = b + (size_t)(n < columns ? n : columns - 1) * bytes;
    float total = 0.0f;
    for (int base = 0; base < chunks; base += Q8_SLOTS) {
        int first = (base + slot) * Q8_CHUNK;
        int end = first + Q8_CHUNK < blocks ? first + Q8_CHUNK : blocks;
        float c = 0.0f;
        for (int block = first; block < end; block++) {
            int product = block_product(left + (size_t)block * BLOCK_BYTES, right + (size_t)block * BLOCK_BYTES);
            c = fma((float)product, q8_scale(left, block) * q8_scale(right, block), c);
        }
        partial[lane] = c;
        barrier(CLK_LOCAL_MEM_FENCE);
        if (slot == 0) {
            int count = chunks - base < Q8_SLOTS ? chunks - base : Q8_SLOTS;
            for (int i = 0; i < count; i++) {
                total = base + i == 0 ? partial[lane] : total + partial[lane + i];
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (slot == 0 && n < columns) {
        y[(size_t)m * columns + n] = canonical(total);
    }
}
