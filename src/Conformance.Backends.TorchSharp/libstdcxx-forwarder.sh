#!/usr/bin/env bash
# Makes a libstdc++.so.6 that forwards to the system's own and adds the versions of GCC 13, for machines whose library ends before them.
#
#   libstdcxx-forwarder.sh WORK PROGRAM-FOLDER
#
# The binding's native library asks for GLIBCXX_3.4.32 because of one symbol, an initialiser that the older library does not need. The
# forwarder defines it, repeats every version name of the real library so that the loader is content, and needs the real library by its
# absolute path. It is written below WORK; PROGRAM-FOLDER/native-path names its directory for the program's own LD_LIBRARY_PATH.
# Nothing is done, and nothing is said, where the system's library is new enough. Without gcc or binutils one line says so.
set -euo pipefail

work=$1
program=$2
wanted=GLIBCXX_3.4.32
note=$program/native-path
mkdir -p -- "$work"
rm -f -- "$note"

real=$(ldconfig -p 2>/dev/null | sed -n 's/.*libstdc++\.so\.6 (.*x86-64.*) => //p' | head -n 1)
[[ -n $real ]] || real=$(/sbin/ldconfig -p 2>/dev/null | sed -n 's/.*libstdc++\.so\.6 (.*x86-64.*) => //p' | head -n 1)
[[ -n $real ]] || exit 0
real=$(readlink -f -- "$real")
# grep reads a file whole, where objdump need not be there to say that nothing has to be done.
if grep -q -a -F "$wanted" "$real"; then exit 0; fi

for tool in gcc objdump; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        printf '%s lacks %s, and without %s no forwarder can be made\n' "$real" "$wanted" "$tool"
        exit 0
    fi
done

folder=$work/libstdcxx
mkdir -p -- "$folder"
versions=$(objdump -p "$real" | sed -n 's/^[0-9]* 0x[0-9a-f]* 0x[0-9a-f]* \(GLIBCXX_[0-9.]*\|CXXABI_[0-9A-Z_.]*\)$/\1/p' | sort -u)
{
    for version in $versions GLIBCXX_3.4.31; do printf '%s { };\n' "$version"; done
    printf '%s { global: _ZSt21ios_base_library_initv; local: *; };\n' "$wanted"
} >"$folder/versions"
printf 'void _ZSt21ios_base_library_initv(void) {}\n' >"$folder/initialiser.c"
printf '\n' >"$folder/empty.c"
gcc -shared -fPIC -nostdlib -Wl,-soname,"$real" -o "$folder/real-stub.so" "$folder/empty.c"
gcc -shared -fPIC -nostdlib -Wl,--no-as-needed -Wl,-soname,libstdc++.so.6 -Wl,--version-script,"$folder/versions" \
    -o "$folder/libstdc++.so.6" "$folder/initialiser.c" "$folder/real-stub.so"
printf '%s\n' "$folder" >"$note"
