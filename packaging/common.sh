# SPDX-FileCopyrightText: 2026 The Sidelong authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run, test and lint. All that is said here goes to standard error, so that standard
# output is the program's alone.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# What one checkout compiled serves the others too.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

say() { echo "sidelong: $*" >&2; }

# install_missing WHY GROUP...: installs what of these groups of packages.txt is not there yet.
install_missing() {
    local why=$1 group name state missing=()
    shift
    local -A installed=()
    while read -r name state; do
        if [ "$state" = ii ]; then installed[$name]=1; fi
    done < <(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n')
    while read -r group name; do
        if [[ " $* " == *" $group "* && -z ${installed[$name]:-} ]]; then missing+=("$name"); fi
    done < packaging/packages.txt
    if [ ${#missing[@]} -eq 0 ]; then return 0; fi

    say "installing ${#missing[@]} packages $why: ${missing[*]}"
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo > /dev/null; then
            say "this needs root and there is no sudo. As root: apt-get install ${missing[*]}"
            return 1
        fi
        say "using sudo for apt-get alone"
        root=(sudo)
    fi
    "${root[@]}" apt-get update >&2
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}" >&2
}

# configure FOLDER [ARG...]: cmake, but only where it has not run with these arguments before;
# ninja runs it again by itself when a CMakeLists.txt changes.
configure() {
    local folder=$1 stamp
    shift
    stamp="$folder/sidelong-arguments"
    if [ -f "$folder/build.ninja" ] && [ "$(cat "$stamp" 2> /dev/null)" = "$*" ]; then return 0; fi
    cmake -S . -B "$folder" -G Ninja "$@" >&2
    echo "$*" > "$stamp"
}

sources() {
    git ls-files --cached --others --exclude-standard -- '*.cpp' '*.h' | while read -r file; do
        if [ -f "$file" ]; then echo "$file"; fi
    done
}

# check_format FILE...
check_format() {
    if [ $# -eq 0 ]; then return 0; fi
    printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -n 40 clang-format-14 --dry-run --Werror >&2
}

# check_tidy FILE.cpp...: against a build folder without unity files, which is configured and has
# its generated files made, but is not built.
check_tidy() {
    if [ $# -eq 0 ]; then return 0; fi
    # Each time, because no build is there to notice new files.
    cmake -S . -B build/tidy -G Ninja -DCMAKE_BUILD_TYPE=Debug -DSIDELONG_WERROR=OFF \
        -DCMAKE_UNITY_BUILD=OFF -DSIDELONG_BENCH=ON >&2
    # moc alone: asked of ninja it would want the libraries built first.
    find build/tidy -name AutogenInfo.json -print0 \
        | xargs -0 -P "$(nproc)" -I '{}' cmake -E cmake_autogen '{}' Debug >&2
    printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -n 1 clang-tidy-14 --quiet -p build/tidy >&2
}
