/* A library that pretends to be NVML, written from nvml.h's declarations: two cards of one kind, told apart by UUID and address. FAULT picks what
 * goes wrong. The structures are declared as the header does, so that wrong sizes or offsets on the other side read nonsense. */
#include <stdio.h>
#include <string.h>

#ifndef FAULT
#define FAULT 0
#endif

typedef int nvmlReturn_t;
typedef struct nvmlDevice_st *nvmlDevice_t;
typedef struct { char busIdLegacy[16]; unsigned domain, bus, device, pciDeviceId, pciSubSystemId; char busId[32]; } nvmlPciInfo_t;
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } nvmlMemory_v2_t;
typedef struct { unsigned version, environment, ccFeature, devToolsMode, multiGpuMode; } nvmlSystemConfComputeSettings_t;
typedef struct { unsigned environment, ccFeature, devToolsMode; } nvmlConfComputeSystemState_t;

static int started;
static int cards[2] = { 0, 1 };
static int index_of(nvmlDevice_t device) { return *(int *)device; }
static nvmlReturn_t text(char *to, unsigned length, const char *from) {
    if (!started) return 1;
    if (strlen(from) + 1 > length) return 7;
    strcpy(to, from);
    return 0;
}

#if FAULT != 1
nvmlReturn_t nvmlInit_v2(void) {
    started++;
    return FAULT == 2 ? 9 : 0;
}
#endif
nvmlReturn_t nvmlShutdown(void) { started--; return 0; }
nvmlReturn_t nvmlSystemGetDriverVersion(char *version, unsigned length) { return text(version, length, "570.124.06"); }
nvmlReturn_t nvmlSystemGetCudaDriverVersion_v2(int *version) { *version = 12080; return 0; }
nvmlReturn_t nvmlDeviceGetCount_v2(unsigned *count) { *count = FAULT == 4 ? 0 : FAULT == 5 ? 100000 : 2; return FAULT == 3 ? 999 : 0; }
nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned index, nvmlDevice_t *device) {
    if (index > 1) return 2;
    if (FAULT == 6 && index == 1) return 15;
    *device = (nvmlDevice_t)&cards[index];
    return 0;
}
nvmlReturn_t nvmlDeviceGetHandleByUUID(const char *uuid, nvmlDevice_t *device) {
    if (!started) return 1;
    if (strncmp(uuid, "GPU-", 4) || strlen(uuid) != 40) return 2;
    if (uuid[4] != '0' && uuid[4] != '1') return 6;
    *device = (nvmlDevice_t)&cards[uuid[4] - '0'];
    return 0;
}
#if FAULT == 10
nvmlReturn_t nvmlDeviceGetCurrentClocksThrottleReasons(nvmlDevice_t device, unsigned long long *reasons) { *reasons = 0x28ull + index_of(device) * 0x4000ull; return 0; }
nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v2(nvmlDevice_t device, unsigned *count, void *infos) { (void)device; (void)infos; *count = 0; return 0; }
#elif FAULT != 11
nvmlReturn_t nvmlDeviceGetCurrentClocksEventReasons(nvmlDevice_t device, unsigned long long *reasons) { *reasons = index_of(device) ? 0x4ull : 0x1ull; return 0; }
nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v3(nvmlDevice_t device, unsigned *count, void *infos) {
    if (*count != 0 || infos) return 2;
    *count = 1 + (unsigned)index_of(device);
    return 7;
}
#endif
nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned length) {
    (void)device;
    if (FAULT == 7) { memset(name, 'A', length); return 0; }
    if (FAULT == 8) { strcpy(name, "\xff\xfe"); return 0; }
    return text(name, length, "NVIDIA H100 80GB HBM3");
}
nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t device, char *uuid, unsigned length) {
    return text(uuid, length, index_of(device) ? "GPU-11111111-1111-1111-1111-111111111111" : "GPU-00000000-0000-0000-0000-000000000000");
}
nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *pci) {
    memset(pci, 0xFF, sizeof *pci);
    snprintf(pci->busId, sizeof pci->busId, "%08X:%02X:%02X.0", 0, index_of(device) ? 0x3B : 0x1A, 0);
    return 0;
}
nvmlReturn_t nvmlDeviceGetCudaComputeCapability(nvmlDevice_t device, int *major, int *minor) { (void)device; *major = 9; *minor = 0; return 0; }
nvmlReturn_t nvmlDeviceGetVbiosVersion(nvmlDevice_t device, char *version, unsigned length) { (void)device; return text(version, length, "96.00.9F.00.01"); }
nvmlReturn_t nvmlDeviceGetMemoryInfo_v2(nvmlDevice_t device, nvmlMemory_v2_t *memory) {
    (void)device;
    if (memory->version != (sizeof(nvmlMemory_v2_t) | 2u << 24)) return 25;
    memory->total = 85520809984ull;
    memory->reserved = 1; memory->free = 2; memory->used = 3;
    return 0;
}
nvmlReturn_t nvmlDeviceGetEccMode(nvmlDevice_t device, unsigned *current, unsigned *pending) { (void)device; *current = 1; *pending = 0; return 0; }
nvmlReturn_t nvmlDeviceGetTotalEccErrors(nvmlDevice_t device, unsigned kind, unsigned counter, unsigned long long *count) {
    if (counter != 0) return 2;
    *count = kind == 0 ? 5000000000ull : (unsigned long long)index_of(device);
    return 0;
}
nvmlReturn_t nvmlDeviceGetMigMode(nvmlDevice_t device, unsigned *current, unsigned *pending) { (void)device; *current = 0; *pending = 1; return 0; }
nvmlReturn_t nvmlDeviceGetPersistenceMode(nvmlDevice_t device, unsigned *mode) { (void)device; *mode = 1; return 0; }
nvmlReturn_t nvmlDeviceGetClockInfo(nvmlDevice_t device, unsigned type, unsigned *clock) { (void)device; *clock = type == 1 ? 345 : type == 2 ? 2619 : 0; return 0; }
nvmlReturn_t nvmlDeviceGetMaxClockInfo(nvmlDevice_t device, unsigned type, unsigned *clock) { (void)device; *clock = type == 1 ? 1980 : type == 2 ? 2619 : 0; return 0; }
nvmlReturn_t nvmlDeviceGetPowerManagementLimit(nvmlDevice_t device, unsigned *limit) { (void)device; (void)limit; return 3; }
#if FAULT != 9
nvmlReturn_t nvmlDeviceGetTemperature(nvmlDevice_t device, unsigned sensor, unsigned *temperature) { if (sensor) return 2; *temperature = 31 + index_of(device); return 0; }
nvmlReturn_t nvmlSystemGetConfComputeSettings(nvmlSystemConfComputeSettings_t *settings) {
    if (settings->version != (sizeof *settings | 1u << 24)) return 25;
    settings->environment = 2; settings->ccFeature = 1; settings->devToolsMode = 0; settings->multiGpuMode = 1;
    return 0;
}
#else
nvmlReturn_t nvmlSystemGetConfComputeState(nvmlConfComputeSystemState_t *state) { state->environment = 1; state->ccFeature = 0; state->devToolsMode = 7; return 0; }
#endif
nvmlReturn_t nvmlSystemGetConfComputeGpusReadyState(unsigned *ready) { *ready = 0; return 0; }
