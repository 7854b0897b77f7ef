// matmul [O2]. Which kernel runs is a matter of the shape alone, and all give the same bits.
#include "opencl_words.cuh"
#include "sa1.cl"
#include "matvec.cuh"
#include "gemm.cuh"

template <class F>
struct Product {
    typedef F Format;
    const float* a;
    const typename F::Element* b;
    const float* bias;
    float* y;
    int rows, columns, size, has_bias;

    DEVICE_IN const float* left(int m) const { return a + (size_t)m * size; }
    DEVICE_IN const typename F::Element* right(int n) const { return b + (size_t)n * size; }
    DEVICE_IN bool skips(int, int, int) const { return false; }
    DEVICE_IN void store(int m, int n, float total) const
    {
        y[(size_t)m * columns + n] = canonical(has_bias != 0 ? total + bias[n] : total);
    }
};

#define ARGUMENTS(F)                                                                                        \
    const float* __restrict__ a, const F::Element* __restrict__ b, const float* __restrict__ bias,          \
    float* __restrict__ y, int rows, int columns, int size, int has_bias

#define MATVEC(NAME, F, TILE)                                                                               \
KERNEL __attribute__((launch_bounds(CHAINS))) void NAME(ARGUMENTS(F), int slot_bits)                        \
{                                                                                                           \
    matvec<Product<F>, TILE>(Product<F> { a, b, bias, y, rows, columns, size, has_bias }, block_x(), slot_bits); \
}

#define GEMM(NAME, F, G)                                                                                    \
KERNEL __attribute__((launch_bounds(GEMM_THREADS))) void NAME(ARGUMENTS(F))                                 \
{                                                                                                           \
    gemm<Product<F>, G>(Product<F> { a, b, bias, y, rows, columns, size, has_bias }, block_x());            \
}

MATVEC(k_matvec1_f32, F32, 1)
MATVEC(k_matvec1_f16, F16, 1)
MATVEC(k_matvec1_bf16, BF16, 1)
MATVEC(k_matvec4_f32, F32, 4)
MATVEC(k_matvec4_f16, F16, 4)
MATVEC(k_matvec4_bf16, BF16, 4)
MATVEC(k_matvec8_f32, F32, 8)
MATVEC(k_matvec8_f16, F16, 8)
MATVEC(k_matvec8_bf16, BF16, 8)

GEMM(k_gemm64_f32, F32, 1)
GEMM(k_gemm64_f16, F16, 1)
GEMM(k_gemm64_bf16, BF16, 1)
GEMM(k_gemm128_f32, F32, 2)
GEMM(k_gemm128_f16, F16, 2)
GEMM(k_gemm128_bf16, BF16, 2)
