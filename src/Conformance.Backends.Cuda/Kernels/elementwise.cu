// Operators that write each element by itself: the kernels of OpenCL, word for word.
#include "opencl_words.cuh"
#include "sa1.cl"
#include "sa1_exp.cl"
#include "elementwise.cl"
#include "tables.cl"
