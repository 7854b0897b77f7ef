// A library with libcuda's entry points and no device: what the driver does wrong, FAKE_CUDA names. It checks what it is called
// with, and computes just the kernels of the probe, 'add' and 'narrow' to bf16, from the sources that the device runs, and products in an
// order of its own, for tests that compare within a tolerance. Compiled by the tests.
//   cc -shared -fPIC -fsigned-char -ffp-contract=off -I Kernels -o libcuda.so fake_cuda.c -lm
#define _GNU_SOURCE
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char uchar;
#define ushort fake_ushort
#define uint fake_uint
#define ulong fake_ulong
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;

static float as_float(uint x) { float y; memcpy(&y, &x, 4); return y; }
static uint as_uint(float x) { uint y; memcpy(&y, &x, 4); return y; }
static signed char as_char(uchar x) { return (signed char)x; }
static uint high32(uint a, uint b) { return (uint)((ulong)a * b >> 32); }
static ulong high64(ulong a, ulong b) { return (ulong)((unsigned __int128)a * b >> 64); }
#define mul_hi(a, b) _Generic((a), ulong: high64, default: high32)((a), (b))
#define fma(a, b, c) fmaf((a), (b), (c))
#define sqrt(x) sqrtf(x)
#define HELPER static inline
#define __kernel static
#define __global
#define __constant static const
static size_t item;
#define get_global_id(dimension) (item)
#include "sa1.cl"
#include "probe.cl"

static void add(const float* a, const float* b, float* y, uint n)
{
    if (item < n) {
        y[item] = canonical(a[item] + b[item]);
    }
}

static float bf16(ushort x) { return as_float((uint)x << 16); }

// y[rows,columns] = a[rows,size] * b[columns,size] transposed; b is f32 or bf16.
static void product(const float* a, const void* b, float* y, int rows, int columns, int size, bool halves)
{
    for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
            float sum = 0;
            for (int i = 0; i < size; i++) {
                size_t at = (size_t)c * size + i;
                sum += a[(size_t)r * size + i] * (halves ? bf16(((const ushort*)b)[at]) : ((const float*)b)[at]);
            }
            y[(size_t)r * columns + c] = sum;
        }
    }
}

typedef int CUresult;
enum { SUCCESS, INVALID_VALUE, OUT_OF_MEMORY, NOT_INITIALIZED, NO_DEVICE = 100, INVALID_CONTEXT = 201, NOT_FOUND = 500, NOT_READY = 600 };
enum { MEMORY = 1 << 22 };

static int initialized, retained, broken;
static __thread int current;
static size_t used;

// The device's time in milliseconds: a launch takes one, a copy a quarter.
static double now;

static bool mode(const char* name)
{
    const char* wanted = getenv("FAKE_CUDA");
    return wanted != NULL && strcmp(wanted, name) == 0;
}

// What every call that works on a context begins with.
#define IN_CONTEXT                                                                                          \
    do {                                                                                                    \
        if (!current || !retained) return INVALID_CONTEXT;                                                  \
        if (broken && !mode("hang")) return broken;                                                         \
    } while (0)

#define API __attribute__((visibility("default"))) CUresult

API cuInit(uint flags)
{
    initialized = flags == 0;
    return flags != 0 ? INVALID_VALUE : mode("no_device") ? NO_DEVICE : mode("no_permission") ? 304 : mode("mismatch") ? 803
        : mode("stub") ? 34 : SUCCESS;
}

API cuDriverGetVersion(int* version)
{
    *version = mode("too_old") ? 9020 : 12040;
    return SUCCESS;
}

API cuDeviceGetCount(int* count)
{
    *count = mode("no_instance") ? 0 : mode("two") ? 2 : 1;
    return initialized ? SUCCESS : NOT_INITIALIZED;
}

API cuDeviceGet(int* device, int ordinal)
{
    *device = ordinal + 7;  // a handle is not the ordinal
    return ordinal >= 0 && ordinal < 2 ? SUCCESS : 101;
}

API cuDeviceGetName(char* name, int length, int device)
{
    if (device == 8 && mode("sick")) {
        return 999;
    }
    snprintf(name, (size_t)length, "Fake\033[31m H100%s", mode("mig") ? " MIG 1g.10gb" : "");
    return device >= 7 ? SUCCESS : 101;
}

API cuDeviceGetUuid_v2(uchar* uuid, int device)
{
    for (int i = 0; i < 16; i++) {
        uuid[i] = (uchar)(i * 17 + device - 7);
    }
    return SUCCESS;
}

API cuDeviceGetPCIBusId(char* id, int length, int device)
{
    snprintf(id, (size_t)length, "0000:%02x:00.0", 0x17 + device - 7);
    return SUCCESS;
}

API cuDeviceGetAttribute(int* value, int attribute, int device)
{
    *value = attribute == 1 ? 1024 : attribute == 8 ? 49152 : attribute == 16 ? 132 : attribute == 38 ? 50 << 20 : attribute == 75 ? (mode("pascal") ? 6 : 9) : 0;
    return attribute == 76 || *value != 0 ? SUCCESS : INVALID_VALUE;
}

API cuDeviceTotalMem_v2(size_t* bytes, int device)
{
    *bytes = MEMORY;
    return SUCCESS;
}

API cuDevicePrimaryCtxRetain(void** context, int device)
{
    if (mode("fabric") || mode("exclusive")) {
        return mode("fabric") ? 802 : 46;
    }
    retained++;
    *context = (void*)0x1000;
    return device >= 7 ? SUCCESS : 101;
}

API cuDevicePrimaryCtxRelease_v2(int device)
{
    retained--;
    return device >= 7 ? SUCCESS : 101;
}

API cuCtxSetCurrent(void* context)
{
    current = context == (void*)0x1000;
    return SUCCESS;
}

API cuMemGetInfo_v2(size_t* available, size_t* total)
{
    IN_CONTEXT;
    *available = MEMORY - used;
    *total = MEMORY;
    return SUCCESS;
}

API cuMemAlloc_v2(uint64_t* address, size_t bytes)
{
    IN_CONTEXT;
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    if (used + bytes > MEMORY) {
        return OUT_OF_MEMORY;
    }
    size_t* memory = aligned_alloc(256, 256 + (bytes + 255) / 256 * 256);
    memory[0] = bytes;
    memset((char*)memory + 256, 0xcd, bytes);
    used += bytes;
    *address = (uint64_t)(uintptr_t)memory + 256;
    return SUCCESS;
}

API cuMemFree_v2(uint64_t address)
{
    IN_CONTEXT;
    size_t* memory = (size_t*)(uintptr_t)(address - 256);
    used -= memory[0];
    free(memory);
    return SUCCESS;
}

API cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes)
{
    IN_CONTEXT;
    memcpy((void*)(uintptr_t)to, from, bytes);
    return SUCCESS;
}

API cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes)
{
    IN_CONTEXT;
    memcpy(to, (const void*)(uintptr_t)from, bytes);
    return SUCCESS;
}

API cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void* stream)
{
    IN_CONTEXT;
    memcpy((void*)(uintptr_t)to, (const void*)(uintptr_t)from, bytes);
    now += 0.25;
    return SUCCESS;
}

API cuMemsetD8Async(uint64_t to, uchar value, size_t bytes, void* stream)
{
    IN_CONTEXT;
    memset((void*)(uintptr_t)to, value, bytes);
    return SUCCESS;
}

API cuModuleLoadDataEx(void** module, const void* image, uint count, int* options, void** values)
{
    IN_CONTEXT;
    if (count != 2 || options[0] != 5 || options[1] != 6 || (uintptr_t)values[1] < 256) {
        return INVALID_VALUE;
    }
    if (strstr(image, ".version 6.3") == NULL || mode("jit")) {
        snprintf(values[0], (size_t)(uintptr_t)values[1], "ptxas fatal   : Unsupported .version 6.3; current version is '6.0'\nmore\n");
        return 222;
    }
    *module = (void*)image;
    *module = strdup(image);
    return SUCCESS;
}

API cuModuleUnload(void* module)
{
    free(module);
    return SUCCESS;
}

API cuModuleGetFunction(void** function, void* module, const char* name)
{
    IN_CONTEXT;
    char entry[128];
    snprintf(entry, sizeof entry, ".entry %s(", name);
    if (strstr(module, entry) == NULL) {
        return NOT_FOUND;
    }
    *function = strdup(name);
    return SUCCESS;
}

API cuLaunchKernel(
    void* function, uint grid_x, uint grid_y, uint grid_z, uint block_x, uint block_y, uint block_z, uint shared, void* stream,
    void** arguments, void** extra)
{
    IN_CONTEXT;
    if (grid_x == 0 || grid_y != 1 || grid_z != 1 || block_y != 1 || block_z != 1 || shared != 0 || extra != NULL) {
        return INVALID_VALUE;
    }
    bool probe = strcmp(function, "k_probe") == 0;
    now += 1;
    if (strncmp(function, "k_matvec", 8) == 0 || strncmp(function, "k_gemm", 6) == 0) {
        bool halves = strstr(function, "_bf16") != NULL;
        if (!halves && strstr(function, "_f32") == NULL) {
            return 719;
        }
        product(*(float**)arguments[0], *(void**)arguments[1], *(float**)arguments[3],
            *(int*)arguments[4], *(int*)arguments[5], *(int*)arguments[6], halves);
        return SUCCESS;
    }
    if (strcmp(function, "k_narrow_bf16") == 0) {
        for (uint i = 0; i < *(uint*)arguments[2]; i++) {
            (*(ushort**)arguments[1])[i] = narrow_bf16((*(float**)arguments[0])[i]);
        }
        return SUCCESS;
    }
    if (!probe && strcmp(function, "k_add") != 0) {
        return 719;
    }
    void* pointers[4];
    for (int i = 0; i < (probe ? 4 : 3); i++) {
        pointers[i] = *(void**)arguments[i];
    }
    for (item = 0; item < (size_t)grid_x * block_x; item++) {
        if (probe) {
            k_probe(pointers[0], pointers[1], pointers[2], pointers[3], *(int*)arguments[4], *(uint*)arguments[5]);
            if (mode("unfit") && item == 0 && *(int*)arguments[4] == 0) {
                ((ulong*)pointers[3])[0] ^= 1;
            }
        } else {
            add(pointers[0], pointers[1], pointers[2], *(uint*)arguments[3]);
        }
    }
    if (!probe) {
        broken = mode("fault") ? 700 : mode("ecc") ? 214 : mode("removed") ? 999 : mode("hang") ? NOT_READY : SUCCESS;
    }
    return SUCCESS;
}

API cuStreamCreate(void** stream, uint flags)
{
    IN_CONTEXT;
    *stream = malloc(1);
    return flags == 1 ? SUCCESS : INVALID_VALUE;
}

API cuStreamDestroy_v2(void* stream)
{
    free(stream);
    return SUCCESS;
}

API cuStreamSynchronize(void* stream)
{
    IN_CONTEXT;
    return SUCCESS;
}

API cuStreamQuery(void* stream)
{
    IN_CONTEXT;
    return broken;
}

// An event holds the time at which it was recorded; -1 before that.
API cuEventCreate(void** event, uint flags)
{
    IN_CONTEXT;
    *event = malloc(sizeof(double));
    *(double*)*event = -1;
    return flags == 0 ? SUCCESS : INVALID_VALUE;
}

API cuEventDestroy_v2(void* event)
{
    IN_CONTEXT;
    free(event);
    return SUCCESS;
}

API cuEventRecord(void* event, void* stream)
{
    IN_CONTEXT;
    *(double*)event = now;
    return SUCCESS;
}

#ifndef WITHOUT_TIME
API cuEventElapsedTime(float* milliseconds, void* start, void* end)
{
    IN_CONTEXT;
    if (*(double*)start < 0 || *(double*)end < 0) {
        return 400;
    }
    *milliseconds = (float)(*(double*)end - *(double*)start);
    return SUCCESS;
}
#endif
