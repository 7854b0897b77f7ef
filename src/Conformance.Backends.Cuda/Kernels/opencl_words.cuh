// The words of OpenCL C in which the shared kernels are written, as CUDA for clang without a toolkit: no header of NVIDIA's,
// only clang's own intrinsics. Arithmetic means the same in both: every float operation is rounded once (add.rn, mul.rn,
// div.rn, sqrt.rn, fma.rn), nothing is contracted (-ffp-contract=off) or flushed.
#pragma once

#define DEVICE static __attribute__((device, always_inline))  // inlined: no call remains in the PTX
#define DEVICE_IN __attribute__((device, always_inline))      // the same for members
#define KERNEL extern "C" __attribute__((global))

#define HELPER DEVICE
#define __kernel KERNEL
#define __global
#define __local __attribute__((shared))
#define __constant __attribute__((device)) static const       // global memory: lanes of a warp read different entries

typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
typedef unsigned long size_t;

// Functions and not macros: clang 19 takes the first element for any when __builtin_bit_cast is given an element of a vector.
DEVICE float as_float(uint x) { return __builtin_bit_cast(float, x); }
DEVICE uint as_uint(float x) { return __builtin_bit_cast(uint, x); }
DEVICE int as_int(float x) { return __builtin_bit_cast(int, x); }
DEVICE signed char as_char(uchar x) { return (signed char)x; }
DEVICE uchar as_uchar(char x) { return (uchar)x; }

#define fma(a, b, c) __builtin_fmaf((a), (b), (c))
#define sqrt(x) __nvvm_sqrt_rn_f(x)

DEVICE uint mul_hi(uint a, uint b) { return __nvvm_mulhi_ui(a, b); }
DEVICE ulong mul_hi(ulong a, ulong b) { return __nvvm_mulhi_ull(a, b); }

#define CLK_LOCAL_MEM_FENCE 1
#define CLK_GLOBAL_MEM_FENCE 2
#define barrier(flags) __syncthreads()  // orders shared and global memory within the block

DEVICE uint block_x() { return __nvvm_read_ptx_sreg_ctaid_x(); }
DEVICE uint block_y() { return __nvvm_read_ptx_sreg_ctaid_y(); }
DEVICE uint block_z() { return __nvvm_read_ptx_sreg_ctaid_z(); }
DEVICE int thread() { return (int)__nvvm_read_ptx_sreg_tid_x(); }

// Blocks are one-dimensional, and the grid has the extents of the OpenCL range; dimension 0 is counted in blocks.
DEVICE size_t get_local_id(int) { return __nvvm_read_ptx_sreg_tid_x(); }
DEVICE size_t get_group_id(int dimension) { return dimension == 0 ? block_x() : dimension == 1 ? block_y() : block_z(); }
DEVICE size_t get_global_id(int dimension)
{
    return dimension == 0 ? block_x() * __nvvm_read_ptx_sreg_ntid_x() + __nvvm_read_ptx_sreg_tid_x() : get_group_id(dimension);
}
