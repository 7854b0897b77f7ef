// A library with cuBLAS's entry points that computes on the host, as cublas_api.h describes: matrices by columns, op(A) of m x k, op(B) of
// k x n. It stands beside a fake libcuda, whose device addresses are the host's. What it does wrong, a macro names. Compiled by the tests.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef FAULT
#define FAULT 0
#endif
enum { NO_FAULT, NOT_STARTING, TENSOR_FLOAT, NO_TRANSPOSE, FAILING, OLD };
enum { SUCCESS, NOT_INITIALIZED, INVALID_VALUE = 7, EXECUTION_FAILED = 13 };
enum { OP_N, OP_T };

struct handle { uint32_t magic; void* stream; int math; };

static int valid(const struct handle* handle) { return handle != NULL && handle->magic == 0xb1a5; }

int cublasCreate_v2(struct handle** handle)
{
    if (FAULT == NOT_STARTING) {
        return NOT_INITIALIZED;
    }
    *handle = calloc(1, sizeof **handle);
    (*handle)->magic = 0xb1a5;
    (*handle)->math = -1;
    return SUCCESS;
}

int cublasDestroy_v2(struct handle* handle)
{
    if (!valid(handle)) {
        return NOT_INITIALIZED;
    }
    handle->magic = 0;
    free(handle);
    return SUCCESS;
}

int cublasGetVersion_v2(struct handle* handle, int* version)
{
    *version = FAULT == OLD ? 12103 : 120402;
    return valid(handle) ? SUCCESS : NOT_INITIALIZED;
}

int cublasSetStream_v2(struct handle* handle, void* stream) { handle->stream = stream; return SUCCESS; }
int cublasSetMathMode(struct handle* handle, int mode) { handle->math = mode; return SUCCESS; }

static float element(const void* matrix, int type, size_t at)
{
    uint32_t bits;
    if (type == 14) {
        bits = (uint32_t)((const uint16_t*)matrix)[at] << 16;
    } else {
        memcpy(&bits, (const float*)matrix + at, 4);
        bits = FAULT == TENSOR_FLOAT ? (bits + 0x1000) & 0xffffe000 : bits;
    }
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

static int multiply(const struct handle* handle, int ta, int tb, int m, int n, int k, const float* alpha, const void* a, int type_a,
    int lda, const void* b, int type_b, int ldb, const float* beta, float* c, int ldc)
{
    if (!valid(handle)) {
        return NOT_INITIALIZED;
    }
    if (FAULT == FAILING) {
        return EXECUTION_FAILED;
    }
    // Leading dimensions are those of what is stored: rows of A as stored, of B as stored, of C.
    if (handle->math != 0 || lda < (ta == OP_N ? m : k) || ldb < (tb == OP_N ? k : n) || ldc < m || *alpha != 1 || *beta != 0) {
        return INVALID_VALUE;
    }
    if (FAULT == NO_TRANSPOSE) {
        ta = !ta;
    }
    for (int column = 0; column < n; column++) {
        for (int row = 0; row < m; row++) {
            float sum = 0;
            for (int i = k - 1; i >= 0; i--) {
                size_t at_a = ta == OP_N ? row + (size_t)i * lda : i + (size_t)row * lda;
                size_t at_b = tb == OP_N ? i + (size_t)column * ldb : column + (size_t)i * ldb;
                sum += element(a, type_a, at_a) * element(b, type_b, at_b);
            }
            c[row + (size_t)column * ldc] = sum;
        }
    }
    return SUCCESS;
}

int cublasSgemm_v2(struct handle* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b,
    int ldb, const float* beta, float* c, int ldc)
{
    return multiply(handle, ta, tb, m, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c, ldc);
}

int cublasSgemv_v2(struct handle* handle, int trans, int m, int n, const float* alpha, const float* a, int lda, const float* x, int incx,
    const float* beta, float* y, int incy)
{
    if (incx != 1 || incy != 1 || lda < m) {
        return INVALID_VALUE;
    }
    // A is m x n as stored; y = op(A) x.
    return trans == OP_T ? multiply(handle, OP_T, OP_N, n, 1, m, alpha, a, 0, lda, x, 0, m, beta, y, n)
                         : multiply(handle, OP_N, OP_N, m, 1, n, alpha, a, 0, lda, x, 0, n, beta, y, m);
}

int cublasGemmEx(struct handle* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int type_a, int lda,
    const void* b, int type_b, int ldb, const void* beta, void* c, int type_c, int ldc, int compute, int algorithm)
{
    if (type_a != 14 || type_b != 14 || type_c != 0 || compute != 68 || algorithm != -1) {
        return INVALID_VALUE;
    }
    return multiply(handle, ta, tb, m, n, k, alpha, a, type_a, lda, b, type_b, ldb, beta, c, ldc);
}
