// What one work-item finds in its share of a row: every GROUP-th element.

HELPER uint row_max_key(__global const float* x, int n)
{
    uint best = EMPTY_KEY;
    for (int i = (int)get_local_id(0); i < n; i += GROUP) {
        uint key = ordered_key(x[i]);
        best = key > best ? key : best;
    }
    return best;
}

// The greatest (key, lowest index): the index is complemented so that ties go down.
HELPER ulong row_arg_max(__global const float* x, int n)
{
    ulong best = 0UL;
    for (int i = (int)get_local_id(0); i < n; i += GROUP) {
        ulong key = ((ulong)ordered_key(x[i]) << 32) | (ulong)(0xffffffffu - (uint)i);
        best = key > best ? key : best;
    }
    return best;
}
