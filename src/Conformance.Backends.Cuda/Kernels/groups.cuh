// What the threads of a block find out together, in log2(GROUP) steps. The maximum and integer sums are exact, so their
// order is free. Twin of groups.cl, whose one-lane loop suits a core that runs a whole group.
#pragma once

template <class T, class Join>
DEVICE T group_reduce(T value, T* scratch, Join join)
{
    int lane = thread();
    scratch[lane] = value;
    __syncthreads();
    for (int half = GROUP / 2; half > 0; half /= 2) {
        if (lane < half) {
            scratch[lane] = join(scratch[lane], scratch[lane + half]);
        }
        __syncthreads();
    }
    value = scratch[0];
    __syncthreads();
    return value;
}

struct Greater {
    template <class T>
    __attribute__((device, always_inline)) T operator()(T a, T b) const { return b > a ? b : a; }
};

struct Sum {
    template <class T>
    __attribute__((device, always_inline)) T operator()(T a, T b) const { return a + b; }
};

DEVICE uint group_max(uint value, uint* scratch) { return group_reduce(value, scratch, Greater()); }
DEVICE ulong group_max_long(ulong value, ulong* scratch) { return group_reduce(value, scratch, Greater()); }
DEVICE ulong group_sum_long(ulong value, ulong* scratch) { return group_reduce(value, scratch, Sum()); }
