// Storage formats [V3] as the products read them: four neighbouring elements at a time, widened to binary32.
#pragma once

typedef uint Quad __attribute__((ext_vector_type(4)));  // one access of 16 bytes
typedef uint Pair __attribute__((ext_vector_type(2)));

// The same in shared memory. Which of the two spellings clang keeps as one access differs between the memories.
struct __attribute__((aligned(16))) SharedQuad { uint x, y, z, w; };
struct __attribute__((aligned(8))) SharedPair { uint x, y; };

struct F32 {
    typedef float Element;
    typedef Quad Four;  // what four elements lie in
    typedef SharedQuad SharedFour;
    static DEVICE_IN float widen(float x) { return x; }
    template <class Q>
    static DEVICE_IN void widen4(Q q, float* out)
    {
        out[0] = as_float(q.x);
        out[1] = as_float(q.y);
        out[2] = as_float(q.z);
        out[3] = as_float(q.w);
    }
};

// The device's own conversion: exact, subnormals included. A NaN keeps some payload here and in BF16: whatever comes of it
// is made canonical where it is stored [V2].
struct F16 {
    typedef ushort Element;
    typedef Pair Four;
    typedef SharedPair SharedFour;
    static DEVICE_IN float widen(ushort x) { return (float)__builtin_bit_cast(__fp16, x); }
    template <class Q>
    static DEVICE_IN void widen4(Q p, float* out)
    {
        out[0] = widen((ushort)p.x);
        out[1] = widen((ushort)(p.x >> 16));
        out[2] = widen((ushort)p.y);
        out[3] = widen((ushort)(p.y >> 16));
    }
};

struct BF16 {
    typedef ushort Element;
    typedef Pair Four;
    typedef SharedPair SharedFour;
    static DEVICE_IN float widen(ushort x) { return as_float((uint)x << 16); }
    template <class Q>
    static DEVICE_IN void widen4(Q p, float* out)
    {
        out[0] = as_float(p.x << 16);
        out[1] = as_float(p.x & 0xffff0000u);
        out[2] = as_float(p.y << 16);
        out[3] = as_float(p.y & 0xffff0000u);
    }
};
