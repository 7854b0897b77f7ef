// Sampling: the kernels of OpenCL with larger groups. A search reads its row some fifty times, out of L2; 512 threads keep
// enough reads in flight that a vocabulary of 2^17 takes about 256 rounds a pass.
#define GROUP 512
#include "opencl_words.cuh"
#include "sa1.cl"
#include "sa1_exp.cl"
#include "groups.cuh"
#include "row_keys.cl"
#include "sample.cl"
