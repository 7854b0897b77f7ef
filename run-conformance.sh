#!/usr/bin/env bash
# Builds and runs the suite. Needs bash and a .NET 10 SDK, nothing else.
#
#   ./run-conformance.sh                      the main job: 'conformance run'
#   ./run-conformance.sh --software-devices   the same, after installing a software OpenCL device where none is found
#   ./run-conformance.sh --with torch-cuda …  builds the optional CUDA build of torch too, for 'grade'
#   ./run-conformance.sh test                 every test suite
#   ./run-conformance.sh bench [--quick]      measures times; --filter PART, --backend NAME, --out DIR; not part of the tests
#   ./run-conformance.sh bench compare A B    compares two bench.json; --fail-above X, --json FILE
#   ./run-conformance.sh <anything else>      is passed on to 'conformance'; --help lists it
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
command_file=$root/src/Conformance.Cli/bin/Release/net10.0/conformance

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1

# A dotnet that is not in one of the usual places is found by 'dotnet' itself, but not by the built command.
if [[ -z ${DOTNET_ROOT:-} ]] && dotnet_path=$(command -v dotnet); then
    dotnet_path=$(dirname -- "$(readlink -f -- "$dotnet_path")")
    if [[ -d $dotnet_path/host/fxr ]]; then export DOTNET_ROOT=$dotnet_path; fi
fi

say() { printf '%s\n' "$*" >&2; }
die() { say "run-conformance: $1"; exit "${2:-3}"; }

# The SDK and NuGet keep files below HOME; without one they would fail in words that explain nothing.
if [[ -z ${HOME:-} || ! -d ${HOME:-} ]]; then
    HOME=$root/obj/home
    mkdir -p -- "$HOME" || die "HOME is not set and $HOME cannot be made"
    export HOME
fi
export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$HOME}

require_sdk() {
    local hint='get it from https://dot.net (or the package dotnet-sdk-10.0) and see that dotnet is on the PATH'
    command -v dotnet >/dev/null 2>&1 || die "the .NET 10 SDK is missing: no 'dotnet' found; $hint" 2
    # Asked in /, because global.json makes 'dotnet --version' fail where the SDK is too old.
    local versions
    versions=$(cd / && dotnet --list-sdks 2>/dev/null | cut -d' ' -f1) || versions=
    local version major
    for version in $versions; do
        major=${version%%.*}
        [[ $major =~ ^[0-9]+$ && $major -ge 10 ]] && return
    done
    die "the .NET SDK is too old: 10.0.100 or later is needed, found ${versions:-only a runtime}; $hint" 2
}

# quietly WHAT COMMAND...: one line while it runs, everything only if it fails.
quietly() {
    local what=$1 log
    shift
    log=$(mktemp) || die "no temporary file can be made"
    [[ -t 2 && ${TERM:-dumb} != dumb ]] && printf '%s...' "$what" >&2
    if "$@" >"$log" 2>&1 </dev/null; then
        [[ -t 2 && ${TERM:-dumb} != dumb ]] && printf '\r\033[2K' >&2
        rm -f -- "$log"
        return 0
    fi
    [[ -t 2 && ${TERM:-dumb} != dumb ]] && printf '\n' >&2
    cat -- "$log" >&2
    rm -f -- "$log"
    return 1
}

# The contents of everything that the command is built from: a build is skipped only where not one byte differs. Times of
# files would miss what 'cp -p', 'tar' and clocks do to them.
stamp=$root/src/Conformance.Cli/obj/run-conformance.stamp
sources() {
    (
        cd -- "$root"
        find src Directory.*.props global.json .editorconfig \( -name bin -o -name obj \) -prune -o -type f -print0 |
            LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
    )
}

# Backends with heavy packages are programs of their own: 'src/<name>' gives a program, 'suites/<name>.Tests' its tests,
# 'bench/<name>.Bench' its library as a peer of the benchmarks. Where the packages cannot be had, the suite works without them and
# says so in one line.
optional_projects=(Conformance.Backends.Ilgpu Conformance.Backends.TorchSharp Conformance.Backends.OnnxRuntime)

# A project without a lock file has a package that many feeds lack; it is built only where it is asked for.
lock_of() { [[ -f $root/src/$1/packages.lock.json ]] && printf '%s\n' --locked-mode; }

optional_stamp() { printf '%s\n' "$root/src/$1/obj/run-conformance.stamp"; }

# build_optional DIGEST: after the main command, since a program holds copies of the suite's own assemblies.
build_optional() {
    local name log file
    for name in "${optional_projects[@]}"; do
        [[ -f $root/src/$name/$name.csproj ]] || continue
        file=$(optional_stamp "$name")
        # A try that failed is stamped too: without the packages each start would wait for the feed again.
        [[ -f $file && $(head -n 1 -- "$file") == "$1" ]] && continue
        require_sdk
        # A program of older sources would speak for these; none is better.
        rm -rf -- "$root/src/$name/bin/Release"
        log=$(mktemp) || die "no temporary file can be made"
        if ! dotnet restore "$root/src/$name" $(lock_of "$name") -v quiet >"$log" 2>&1 </dev/null; then
            say "run-conformance: going on without $name: its packages could not be restored ($(grep -o -m 1 'error.*' "$log" | cut -c 1-120))"
        elif ! quietly "building $name" dotnet build "$root/src/$name" -c Release --no-restore -v quiet; then
            rm -f -- "$log"
            die "the build of $name failed; the log is above"
        fi
        rm -f -- "$log"
        mkdir -p -- "$(dirname -- "$file")"
        printf '%s\n' "$1" >"$file"
    done
}

build() {
    local digest
    digest=$(sources)
    if [[ -x $command_file && -f $stamp && $(cat -- "$stamp") == "$digest" ]]; then
        build_optional "$digest"
        return
    fi
    require_sdk
    # Locked: the packages are those of packages.lock.json or none.
    quietly "restoring packages" dotnet restore "$root/src/Conformance.Cli" --locked-mode -v quiet ||
        die "packages could not be restored; the log is above"
    quietly "building (the first time takes about a minute)" \
        dotnet build "$root/src/Conformance.Cli" -c Release --no-restore -v quiet ||
        die "the build failed; the log is above"
    # The digest from before the build: what was edited meanwhile is built next time.
    printf '%s\n' "$digest" >"$stamp"
    build_optional "$digest"
}

has_device() {
    # Asked of the command itself: the presence of files says little about what a loader finds.
    local list
    list=$("$command_file" backends --json 2>/dev/null) || return 1
    [[ $list == *'"kind": "opencl"'*'"absent"'* || $list == *'"kind": "opencl-gpu"'*'"absent"'* ]]
}

software_devices() {
    has_device && return
    local apt=()
    if [[ $(id -u) != 0 ]]; then
        command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null ||
            die "--software-devices installs packages: it needs root, or sudo without a password" 2
        apt=(sudo -n)
    fi
    command -v apt-get >/dev/null 2>&1 ||
        die "--software-devices knows Debian and Ubuntu only (no apt-get here): install PoCL and an OpenCL loader by hand" 2
    apt+=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q)
    quietly "reading the package lists" "${apt[@]}" update || say "run-conformance: the package lists could not be updated; trying without"
    quietly "installing a software OpenCL device" "${apt[@]}" install --no-install-recommends pocl-opencl-icd ocl-icd-libopencl1 ||
        die "pocl-opencl-icd and ocl-icd-libopencl1 could not be installed; the log is above"
    has_device || say "run-conformance: the packages are installed, but no OpenCL device is found; going on without"
}

absent_projects=()

# Which optional projects cannot be restored here; one line each.
find_absent() {
    local name project
    for name in "${optional_projects[@]}"; do
        for project in "$root/src/$name/$name.csproj" "$root/suites/$name.Tests/$name.Tests.csproj" "$root/bench/$name.Bench/$name.Bench.csproj"; do
            [[ -f $project ]] || continue
            if ! dotnet restore "$project" --locked-mode -v quiet >"$1/restore" 2>&1 </dev/null; then
                say "run-conformance: skipped $name and its tests: PACKAGE_ABSENT ($(grep -o -m 1 'error.*' "$1/restore" | cut -c 1-120))"
                absent_projects+=("$name")
                break
            fi
        done
    done
}

is_absent() {
    local name
    for name in ${absent_projects[@]+"${absent_projects[@]}"}; do
        [[ $1 == "$name" || $1 == "$name.Tests" || $1 == "$name.Bench" ]] && return
    done
    return 1
}

# The solution without the projects that are absent.
write_filter() {
    local path comma=''
    {
        printf '{ "solution": { "path": "%s", "projects": [' "$root/Conformance.sln"
        while read -r path; do
            is_absent "$(basename -- "${path//\\//}" .csproj)" && continue
            printf '%s\n"%s"' "$comma" "${path//\\/\\\\}"
            comma=,
        done < <(sed -n 's/^Project(.*"\([^"]*\.csproj\)".*/\1/p' "$root/Conformance.sln")
        printf '] } }\n'
    } >"$1"
}

# Runs every suite. Skipped tests are named with their reasons; the last line has the totals.
run_tests() {
    require_sdk
    local results failed=0 project log
    results=$(mktemp -d) || die "no temporary directory can be made"
    # shellcheck disable=SC2064
    trap "rm -rf -- '$results'" EXIT
    find_absent "$results"
    write_filter "$results/present.slnf"
    quietly "restoring packages" dotnet restore "$results/present.slnf" --locked-mode -v quiet ||
        die "packages could not be restored; the log is above"
    quietly "building the suites" dotnet build "$results/present.slnf" -c Release --no-restore -v quiet ||
        die "the build failed; the log is above"
    for project in "$root"/suites/*.Tests/*.Tests.csproj; do
        is_absent "$(basename -- "$project" .csproj)" && continue
        log=$results/$(basename -- "$project" .csproj).log
        printf '%s\n' "== $(basename -- "$project" .csproj)"
        # Detailed enough to name each skipped test and why.
        dotnet test "$project" -c Release --no-build --logger 'console;verbosity=normal' "$@" >"$log" 2>&1 </dev/null || failed=1
        show_suite "$log"
        printf '\n' >>"$log"
    done
    local passed=0 broken=0 skipped=0 suite
    for log in "$results"/*.log; do
        # A suite that ran nothing, or died before its summary, must not look like one that passed.
        suite=$(summary "$log")
        if [[ -z $suite ]]; then
            failed=1
            broken=$((broken + 1))
            continue
        fi
        read -r p b s <<<"$suite"
        passed=$((passed + p)) broken=$((broken + b)) skipped=$((skipped + s))
    done
    [[ $passed -gt 0 ]] || failed=1
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$broken" "$skipped"
    [[ $failed == 0 && $broken == 0 ]]
}

# What a reader needs of a suite's log: failures whole, skips with reasons, the duration. Passed tests are many.
show_suite() {
    if [[ -z $(summary "$1") ]]; then
        cat -- "$1"
        return
    fi
    awk '
        /^\[xUnit\.net.*\[SKIP\]$/ { test = $0; sub(/^\[xUnit\.net [0-9:.]*\] */, "", test); sub(/ \[SKIP\]$/, "", test); next }
        /^\[xUnit\.net/ && test != "" { sub(/^\[xUnit\.net [0-9:.]*\] */, ""); print "  skipped " test ": " $0; test = ""; next }
        /^\[xUnit/ { next }
        /^[[:space:]]*(Passed|Skipped) / { failing = 0; next }
        /^[[:space:]]*Failed / { failing = 1 }
        /^(Total tests|Test Run)/ { failing = 0 }
        /^[[:space:]]*Total time:/ { sub(/^[[:space:]]+/, "  "); print }
        failing { print }
    ' "$1"
}

# 'passed failed skipped' from the console's closing lines; empty where they are missing. (The counters of TRX files leave skips out.)
summary() {
    awk '
        /^Total tests: [0-9]+/ { total = $3; seen = 1 }
        /^[[:space:]]+Passed: [0-9]+/ { passed = $2 }
        /^[[:space:]]+Failed: [0-9]+/ { failed = $2 }
        /^[[:space:]]+Skipped: [0-9]+/ { skipped = $2 }
        END { if (seen && total > 0) print passed + 0, failed + 0, skipped + 0 }
    ' "$1"
}

arguments=()
wants_devices=0
while [[ $# -gt 0 ]]; do
    case $1 in
        --software-devices) wants_devices=1 ;;
        --with)
            [[ ${2:-} == torch-cuda ]] || die "--with takes torch-cuda, not '${2:-}'" 2
            optional_projects+=(Conformance.Backends.TorchSharp.Cuda)
            shift
            ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
set -- ${arguments[@]+"${arguments[@]}"}

if [[ ${1:-} == test ]]; then
    if [[ $wants_devices == 1 ]]; then build; software_devices; fi
    shift
    run_tests "$@"
    exit
fi

# Libraries to compare with, where their packages can be had; the benchmarks load them by path.
build_bench_peers() {
    local name project log
    log=$(mktemp) || die "no temporary file can be made"
    for name in "${optional_projects[@]}"; do
        project=$root/bench/$name.Bench
        # Where a GPU is, the backend itself stands beside ours.
        [[ $name == Conformance.Backends.Ilgpu && ( -e /dev/nvidiactl || -e /dev/dxg ) ]] && project=$root/src/$name
        [[ -d $project ]] || continue
        if ! dotnet restore "$project" --locked-mode -v quiet >"$log" 2>&1 </dev/null; then
            # What was built before would be of older sources.
            rm -rf -- "$project/bin/Release"
            say "run-conformance: going on without $name as a peer: its packages could not be restored ($(grep -o -m 1 'error.*' "$log" | cut -c 1-120))"
        elif ! quietly "building $name as a peer" dotnet build "$project" -c Release --no-restore -v quiet; then
            rm -f -- "$log"
            die "the build of $name.Bench failed; the log is above"
        fi
    done
    rm -f -- "$log"
}

# A program of its own, with packages that nothing else needs. The results go to reports/bench below the repository, or where --out says.
run_bench() {
    require_sdk
    local project=$root/bench/Conformance.Bench out=$root/reports/bench argument given=0
    for argument in "$@"; do [[ $argument == --out ]] && given=1; done
    # The command's own start and memory are measured too, and its optional programs have libraries to compare with.
    [[ ${1:-} == compare ]] || build
    quietly "restoring packages" dotnet restore "$project" --locked-mode -v quiet || die "packages could not be restored; the log is above"
    quietly "building the benchmarks" dotnet build "$project" -c Release --no-restore -v quiet || die "the build failed; the log is above"
    [[ ${1:-} == compare ]] || build_bench_peers
    export CONFORMANCE_CORPUS=${CONFORMANCE_CORPUS:-$root/../shared/corpus}
    export CONFORMANCE_COMMAND=$command_file
    [[ $given == 1 || ${1:-} == compare ]] || set -- "$@" --out "$out"
    dotnet "$project/bin/Release/net10.0/Conformance.Bench.dll" "$@"
}

if [[ ${1:-} == bench ]]; then
    shift
    run_bench "$@"
    exit
fi

build
if [[ $wants_devices == 1 ]]; then software_devices; fi
exec "$command_file" "$@"
