// What the work-items of a group find out together. The maximum and integer sums are exact, so their order is free.

uint group_max(uint value, __local uint* scratch)
{
    int lane = (int)get_local_id(0);
    scratch[lane] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane == 0) {
        for (int i = 1; i < GROUP; i++) {
            value = scratch[i] > value ? scratch[i] : value;
        }
        scratch[0] = value;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    value = scratch[0];
    barrier(CLK_LOCAL_MEM_FENCE);
    return value;
}

ulong group_max_long(ulong value, __local ulong* scratch)
{
    int lane = (int)get_local_id(0);
    scratch[lane] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane == 0) {
        for (int i = 1; i < GROUP; i++) {
            value = scratch[i] > value ? scratch[i] : value;
        }
        scratch[0] = value;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    value = scratch[0];
    barrier(CLK_LOCAL_MEM_FENCE);
    return value;
}

ulong group_sum_long(ulong value, __local ulong* scratch)
{
    int lane = (int)get_local_id(0);
    scratch[lane] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane == 0) {
        for (int i = 1; i < GROUP; i++) {
            value += scratch[i];
        }
        scratch[0] = value;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    value = scratch[0];
    barrier(CLK_LOCAL_MEM_FENCE);
    return value;
}
