// Products for devices whose work-item is one core with vector registers. A work-item turns PANEL rows of the right side over,
// one chunk of 256 columns at a time, into local memory: 'panel', k by k, which a CPU keeps in its first cache. Then all its rows
// of the left side pass over the panel, ROW_TILE at a time, with one accumulator in a register for each output [R1]. Between
// chunks the totals [R3] wait in the result itself. Nothing is kept of the panel: no copy of the weights exists.

#ifndef LANES
#define LANES 16      // binary32 numbers in a vector register; the host tells (TilePlan)
#endif
#ifndef ROW_TILE
#define ROW_TILE 8    // rows of the left side whose accumulators fit into the registers
#endif
#define FEW_ROWS 4    // the tile for what is left over
#define PANEL (2 * LANES)

#if LANES == 16
typedef float16 wide;
typedef uint16 wide_bits;
#define AS_WIDE as_float16
#define AS_WIDE_BITS as_uint16
#define LOAD_WIDE vload16
#define STORE_WIDE vstore16
#else
typedef float8 wide;
typedef uint8 wide_bits;
#define AS_WIDE as_float8
#define AS_WIDE_BITS as_uint8
#define LOAD_WIDE vload8
#define STORE_WIDE vstore8
#endif

wide canonical_wide(wide x)
{
    wide_bits u = AS_WIDE_BITS(x);
    return AS_WIDE(select(u, (wide_bits)(CANONICAL_NAN), (u & 0x7fffffffu) > (wide_bits)(0x7f800000u)));
}

// panel[k][i] = b[i * stride + k] for 'count' k; rows from 'rows' on are the last one again.
#define PACK(FORMAT, TYPE, WIDEN1)                                                                          \
void pack_##FORMAT(__global const TYPE* b, size_t stride, int rows, int count, __local float* panel)        \
{                                                                                                           \
    for (int i = 0; i < PANEL; i += 8) {                                                                    \
        __global const TYPE* r[8];                                                                          \
        _Pragma("unroll")                                                                                   \
        for (int e = 0; e < 8; e++) {                                                                       \
            r[e] = b + (size_t)(i + e < rows ? i + e : rows - 1) * stride;                                  \
        }                                                                                                   \
        int k = 0;                                                                                          \
        for (; k + COLUMNS_##FORMAT <= count; k += COLUMNS_##FORMAT) {                                      \
            float8 column[COLUMNS_##FORMAT];                                                                \
            LOAD_COLUMNS(FORMAT, r, k, column);                                                             \
            _Pragma("unroll")                                                                               \
            for (int e = 0; e < COLUMNS_##FORMAT; e++) {                                                    \
                vstore8(column[e], 0, panel + (k + e) * PANEL + i);                                         \
            }                                                                                               \
        }                                                                                                   \
        for (; k < count; k++) {                                                                            \
            _Pragma("unroll")                                                                               \
            for (int e = 0; e < 8; e++) {                                                                   \
                panel[k * PANEL + i + e] = WIDEN1(r[e][k]);                                                 \
            }                                                                                               \
        }                                                                                                   \
    }                                                                                                       \
}

PACK(f32, float, AS_IS)
PACK(f16, ushort, widen_f16)
PACK(bf16, ushort, widen_bf16)

// low[t], high[t]: fma over k of left[t][k] and the two halves of panel[k], in ascending order
#define MULTIPLY(NAME, SPACE, ROWS)                                                                         \
void NAME(SPACE const float** left, int count, __local const wide* panel, wide* low, wide* high)            \
{                                                                                                           \
    for (int k = 0; k < count; k++) {                                                                       \
        wide w0 = panel[2 * k];                                                                             \
        wide w1 = panel[2 * k + 1];                                                                         \
        _Pragma("unroll")                                                                                   \
        for (int t = 0; t < ROWS; t++) {                                                                    \
            wide x = (wide)(left[t][k]);                                                                    \
            low[t] = fma(x, w0, low[t]);                                                                    \
            high[t] = fma(x, w1, high[t]);                                                                  \
        }                                                                                                   \
    }                                                                                                       \
}

MULTIPLY(multiply_tile, __global, ROW_TILE)
MULTIPLY(multiply_few, __global, FEW_ROWS)
MULTIPLY(multiply_one, __global, 1)

// y = y + c, or c where it is the first chunk; 'width' outputs are there
void add_totals(__global float* y, int width, bool first, wide low, wide high)
{
    if (width >= PANEL) {
        STORE_WIDE(canonical_wide(first ? low : LOAD_WIDE(0, y) + low), 0, y);
        STORE_WIDE(canonical_wide(first ? high : LOAD_WIDE(1, y) + high), 1, y);
        return;
    }
    float lanes[PANEL];
    STORE_WIDE(low, 0, lanes);
    STORE_WIDE(high, 1, lanes);
    for (int i = 0; i < width; i++) {
        y[i] = canonical(first ? lanes[i] : y[i] + lanes[i]);
    }
}

// RUN(SUFFIX, ROWS, m) for rows first..end in tiles: ROW_TILE while there are so many, then what fits the rest.
#define IN_TILES(first, end, RUN)                                                                           \
    do {                                                                                                    \
        int m_ = (first);                                                                                   \
        while (m_ < (end)) {                                                                                \
            int left_ = (end) - m_;                                                                         \
            if (left_ > FEW_ROWS) {                                                                         \
                RUN(tile, m_);                                                                              \
                m_ += ROW_TILE;                                                                             \
            } else if (left_ > 1) {                                                                         \
                RUN(few, m_);                                                                               \
                m_ += FEW_ROWS;                                                                             \
            } else {                                                                                        \
                RUN(one, m_);                                                                               \
                m_ += 1;                                                                                    \
            }                                                                                               \
        }                                                                                                   \
    } while (0)
