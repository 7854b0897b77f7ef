// A load that shares the device with what is checked: arithmetic, shared memory and memory traffic that belong to nobody.
#include "opencl_words.cuh"
#include "sa1.cl"

KERNEL void k_load(uint* words, uint mask, int rounds)
{
    __local uint shared[256];
    uint i = (uint)get_global_id(0);
    uint x = i * 2654435761u + 1u;
    float f = 1.0f;
    for (int round = 0; round < rounds; round++) {
        shared[thread() & 255] = x;
        __syncthreads();
        x = shared[(thread() + round) & 255] * 1664525u + 1013904223u;
        f = fma(f, 0.999f, as_float((x >> 9) | 0x3f800000u));
        words[x & mask] = x ^ as_uint(f);
        __syncthreads();
    }
}
