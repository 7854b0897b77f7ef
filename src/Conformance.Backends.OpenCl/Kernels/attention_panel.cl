// The two products of attention [O8] in panels (panels.cl). The heads/groups query heads that share a key head, and the query rows,
// are the rows of one product for each group: row r is query row r / per, head group * per + r % per, and sees the positions
// up to 'position' + its query row. get_global_id = (panel, row block, group).

typedef struct {
    int heads, per, group, position;
} Sharing;

size_t row_place(Sharing s, int r)
{
    return (size_t)(r / s.per) * s.heads + s.group * s.per + r % s.per;
}

int row_seen(Sharing s, int r)
{
    return seen_by(r / s.per, s.position);
}

// Scores of one row from position j on: scaled, and +0 where the row sees nothing.
void store_scores(__global float* out, int seen, int j, int width, float scale)
{
    if (j + PANEL <= seen && width == PANEL) {
        STORE_WIDE(canonical_wide(LOAD_WIDE(0, out) * (wide)(scale)), 0, out);
        STORE_WIDE(canonical_wide(LOAD_WIDE(1, out) * (wide)(scale)), 1, out);
        return;
    }
    for (int i = 0; i < width; i++) {
        out[i] = j + i < seen ? canonical(out[i] * scale) : 0.0f;
    }
}

#define SCORE_ROWS(SUFFIX, ROWS)                                                                            \
void score_##SUFFIX(                                                                                        \
    __global const float* q, __global float* scores, Sharing s, int r, int end, int size, int count,        \
    int stride, int width,                                                                                  \
    bool first, __local const wide* panel)                                                                  \
{                                                                                                           \
    __global const float* left[ROWS];                                                                       \
    wide low[ROWS];                                                                                         \
    wide high[ROWS];                                                                                        \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        left[t] = q + row_place(s, r + t < end ? r + t : end - 1) * size;                                   \
        low[t] = (wide)(0.0f);                                                                              \
        high[t] = (wide)(0.0f);                                                                             \
    }                                                                                                       \
    multiply_##SUFFIX(left, count, panel, low, high);                                                       \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        if (r + t < end) {                                                                                  \
            add_totals(scores + row_place(s, r + t) * stride, width, first, low[t], high[t]);               \
        }                                                                                                   \
    }                                                                                                       \
}

SCORE_ROWS(tile, ROW_TILE)
SCORE_ROWS(few, FEW_ROWS)
SCORE_ROWS(one, 1)

#define SCORE_RUN(SUFFIX, r) score_##SUFFIX(q + base, scores + j, s, r, end, size, count, stride, width, base == 0, panel)

__kernel void k_scores_panel(
    __global const float* q, __global const float* k, __global float* scores,
    int rows, int heads, int groups, int size, int position, float scale, int stride, int row_block)
{
    __local wide panel[2 * CHUNK];
    int j = (int)get_global_id(0) * PANEL;
    Sharing s = { heads, heads / groups, (int)get_global_id(2), position };
    int first = (int)get_global_id(1) * row_block;
    int end = first + row_block < rows * s.per ? first + row_block : rows * s.per;
    int width = stride - j < PANEL ? stride - j : PANEL;
    int seeing = first;  // the first row that sees position j; those before it see none of the panel
    while (seeing < end && row_seen(s, seeing) <= j) {
        seeing++;
    }
    for (int base = 0; seeing < end && (base == 0 || base < size); base += CHUNK) {
        int count = size - base < CHUNK ? size - base : CHUNK;
        pack_f32(k + ((size_t)j * groups + s.group) * size + base, (size_t)groups * size, width, count, (__local float*)panel);
        IN_TILES(seeing, end, SCORE_RUN);
    }
    for (int r = first; r < end; r++) {
        store_scores(scores + row_place(s, r) * stride + j, r < seeing ? 0 : row_seen(s, r), j, width, scale);
    }
}

// Rows of one tile may see different numbers of positions: all take the positions that the first one sees, then each its own.
#define VALUE_ROWS(SUFFIX, ROWS)                                                                            \
void value_##SUFFIX(                                                                                        \
    __global const float* p, __global float* y, Sharing s, int r, int end, int size, int base, int count,   \
    int stride, int width,                                                                                  \
    __local const wide* panel)                                                                              \
{                                                                                                           \
    __global const float* left[ROWS];                                                                       \
    int seen[ROWS];                                                                                         \
    wide low[ROWS];                                                                                         \
    wide high[ROWS];                                                                                        \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        int row = r + t < end ? r + t : end - 1;                                                            \
        left[t] = p + row_place(s, row) * stride;                                                           \
        seen[t] = row_seen(s, row) - base;                                                                  \
        low[t] = (wide)(0.0f);                                                                              \
        high[t] = (wide)(0.0f);                                                                             \
    }                                                                                                       \
    int common = seen[0] < 0 ? 0 : seen[0] < count ? seen[0] : count;                                       \
    multiply_##SUFFIX(left, common, panel, low, high);                                                      \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        for (int k = common; k < count && k < seen[t]; k++) {                                               \
            low[t] = fma((wide)(left[t][k]), panel[2 * k], low[t]);                                         \
            high[t] = fma((wide)(left[t][k]), panel[2 * k + 1], high[t]);                                   \
        }                                                                                                   \
        if (r + t < end && (base == 0 || seen[t] > 0)) {                                                    \
            add_totals(y + row_place(s, r + t) * size, width, base == 0, low[t], high[t]);                  \
        }                                                                                                   \
    }                                                                                                       \
}

VALUE_ROWS(tile, ROW_TILE)
VALUE_ROWS(few, FEW_ROWS)
VALUE_ROWS(one, 1)

#define VALUE_RUN(SUFFIX, r) value_##SUFFIX(p + base, y + d, s, r, end, size, base, count, stride, width, panel)

__kernel void k_values_panel(
    __global const float* p, __global const float* v, __global float* y,
    int rows, int heads, int groups, int size, int position, int stride, int row_block)
{
    __local wide panel[2 * CHUNK];
    int d = (int)get_global_id(0) * PANEL;
    Sharing s = { heads, heads / groups, (int)get_global_id(2), position };
    int first = (int)get_global_id(1) * row_block;
    int end = first + row_block < rows * s.per ? first + row_block : rows * s.per;
    int width = size - d < PANEL ? size - d : PANEL;
    int longest = first < end ? row_seen(s, end - 1) : 0;
    __local float* cells = (__local float*)panel;
    for (int base = 0; base == 0 || base < longest; base += CHUNK) {
        int count = longest - base < CHUNK ? longest - base : CHUNK;
        for (int k = 0; k < count; k++) {
            __global const float* from = v + ((size_t)(base + k) * groups + s.group) * size + d;
            if (width == PANEL) {
                STORE_WIDE(LOAD_WIDE(0, from), 0, cells + k * PANEL);
                STORE_WIDE(LOAD_WIDE(1, from), 1, cells + k * PANEL);
            } else {
                for (int i = 0; i < PANEL; i++) {
                    cells[k * PANEL + i] = i < width ? from[i] : 0.0f;
                }
            }
        }
        IN_TILES(first, end, VALUE_RUN);
    }
}
