// What the work-items of a group find out together. The maximum and integer sums are exact, so their order is free.

// Work-item 0 folds what all have brought, and all leave with its result.
#define GROUP_FOLD(NAME, TYPE, FOLD)                                                                        \
TYPE NAME(TYPE value, __local TYPE* scratch)                                                                \
{                                                                                                           \
    int lane = (int)get_local_id(0);                                                                        \
    scratch[lane] = value;                                                                                  \
    barrier(CLK_LOCAL_MEM_FENCE);                                                                           \
    if (lane == 0) {                                                                                        \
        for (int i = 1; i < GROUP; i++) {                                                                   \
            value = FOLD(value, scratch[i]);                                                                \
        }                                                                                                   \
        scratch[0] = value;                                                                                 \
    }                                                                                                       \
    barrier(CLK_LOCAL_MEM_FENCE);                                                                           \
    value = scratch[0];                                                                                     \
    barrier(CLK_LOCAL_MEM_FENCE);                                                                           \
    return value;                                                                                           \
}

#define GREATER(a, b) ((b) > (a) ? (b) : (a))
#define PLUS(a, b) ((a) + (b))

GROUP_FOLD(group_max, uint, GREATER)
GROUP_FOLD(group_max_long, ulong, GREATER)
GROUP_FOLD(group_sum_long, ulong, PLUS)
