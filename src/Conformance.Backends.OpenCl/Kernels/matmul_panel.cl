// matmul [O2] in panels (panels.cl); get_global_id = (n / PANEL, m / row_block).

// One chunk of rows m..: rows from 'end' on are the last one again and are not stored. a and y stand at the chunk and the panel.
#define PRODUCT_ROWS(SUFFIX, ROWS)                                                                          \
void product_##SUFFIX(                                                                                      \
    __global const float* a, __global float* y, int m, int end, int columns, int size, int count,           \
    int width, bool first,                                                                                  \
    __local const wide* panel)                                                                              \
{                                                                                                           \
    __global const float* left[ROWS];                                                                       \
    wide low[ROWS];                                                                                         \
    wide high[ROWS];                                                                                        \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        left[t] = a + (size_t)(m + t < end ? m + t : end - 1) * size;                                       \
        low[t] = (wide)(0.0f);                                                                              \
        high[t] = (wide)(0.0f);                                                                             \
    }                                                                                                       \
    multiply_##SUFFIX(left, count, panel, low, high);                                                       \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        if (m + t < end) {                                                                                  \
            add_totals(y + (size_t)(m + t) * columns, width, first, low[t], high[t]);                       \
        }                                                                                                   \
    }                                                                                                       \
}

PRODUCT_ROWS(tile, ROW_TILE)
PRODUCT_ROWS(few, FEW_ROWS)
PRODUCT_ROWS(one, 1)

void add_bias(__global float* y, __global const float* bias, int first, int end, int columns, int width)
{
    for (int m = first; m < end; m++) {
        for (int i = 0; i < width; i++) {
            y[(size_t)m * columns + i] = canonical(y[(size_t)m * columns + i] + bias[i]);
        }
    }
}

#define PRODUCT_RUN(SUFFIX, m) product_##SUFFIX(a + base, y + n, m, end, columns, size, count, width, base == 0, panel)

#define MATMUL_PANEL(FORMAT, TYPE)                                                                          \
__kernel void k_matmul_panel_##FORMAT(                                                                      \
    __global const float* a, __global const TYPE* b, __global const float* bias, __global float* y,         \
    int rows, int columns, int size, int has_bias, int row_block)                                           \
{                                                                                                           \
    __local wide panel[2 * CHUNK];                                                                          \
    int n = (int)get_global_id(0) * PANEL;                                                                  \
    int first = (int)get_global_id(1) * row_block;                                                          \
    int end = first + row_block < rows ? first + row_block : rows;                                          \
    int width = columns - n < PANEL ? columns - n : PANEL;                                                  \
    for (int base = 0; base == 0 || base < size; base += CHUNK) {                                           \
        int count = size - base < CHUNK ? size - base : CHUNK;                                              \
        pack_##FORMAT(b + (size_t)n * size + base, (size_t)size, width, count, (__local float*)panel);      \
        IN_TILES(first, end, PRODUCT_RUN);                                                                  \
    }                                                                                                       \
    if (has_bias != 0) {                                                                                    \
        add_bias(y + n, bias + n, first, end, columns, width);                                              \
    }                                                                                                       \
}

MATMUL_PANEL(f32, float)
MATMUL_PANEL(f16, ushort)
MATMUL_PANEL(bf16, ushort)
