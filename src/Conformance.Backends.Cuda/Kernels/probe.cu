// The IEEE probe: the kernel of OpenCL, word for word.
#include "opencl_words.cuh"
#include "sa1.cl"
#include "probe.cl"
