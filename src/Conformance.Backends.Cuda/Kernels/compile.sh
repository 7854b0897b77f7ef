#!/usr/bin/env bash
# Compiles the CUDA kernels to the PTX that is committed and shipped: every NAME.cu to NAME.ptx in the folder given
# (default: ../Modules). Needs clang 19.1.7 (Debian: apt-get install clang-19) and no CUDA toolkit. Another version may give
# other text; CLANG names another program. The output holds no path and no date: the same sources give the same bytes.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
out=${1:-$here/../Modules}
clang=${CLANG:-clang-19}
if ! command -v "$clang" >/dev/null; then
    printf '%s\n' "CLANG_ABSENT: $clang is not installed (Debian: apt-get install clang-19)" >&2
    exit 69
fi
if ! "$clang" --version | grep -F "version 19.1.7" >/dev/null; then
    printf '%s\n' "CLANG_ABSENT: $clang is not 19.1.7, of which the committed modules are" >&2
    exit 69
fi

mkdir -p -- "$out"
out=$(CDPATH='' cd -- "$out" && pwd -P)
cd -- "$here"
for source in *.cu; do
    # sm_70 with PTX 6.3 runs on everything from Volta on: the driver compiles it for its device.
    "$clang" -x cuda --cuda-device-only --cuda-gpu-arch=sm_70 -nocudainc -nocudalib -Xclang -target-feature -Xclang +ptx63 \
        -std=c++17 -S -O3 -ffp-contract=off -fsigned-char -fno-exceptions -fno-ident -Wall -Werror -Wno-unknown-pragmas -Wno-unused-function \
        -Wno-unknown-cuda-version -mllvm -pragma-unroll-threshold=65536 -I ../../Conformance.Backends.OpenCl/Kernels "$source" -o "$out/${source%.cu}.ptx"
done
