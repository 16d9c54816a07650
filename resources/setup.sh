# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
#
# What app/run, tests/run and .ci/run share: the packages that the project needs, and its build.
# Sourced by a POSIX shell that has set $top to the top of the project.

log=$top/build/setup.log
mkdir -p "$top/build"

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

has_qt() {
    [ -z "${CMAKE_PREFIX_PATH:-}${Qt6_DIR:-}" ] || return 0 # a Qt of one's own: CMake will tell
    for folder in /usr/lib/*/cmake /usr/lib/cmake /usr/lib64/cmake /usr/local/lib/cmake /opt/homebrew/lib/cmake; do
        [ ! -e "$folder/Qt6Widgets/Qt6WidgetsConfig.cmake" ] || return 0
    done
    return 1
}

# Without a font there are boxes instead of text. macOS always has some.
has_font() {
    [ "$(uname)" != Darwin ] || return 0
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.local/share/fonts" "${HOME:-}/.fonts"; do
        [ -z "$(find -L "$folder" -name '*.[ot]t[cf]' 2>/dev/null | head -n 1)" ] || return 0
    done
    return 1
}

# The program that installs packages here, or nothing if it is none that we know.
package_program() {
    for program in apt-get dnf pacman zypper apk brew; do
        ! has $program || { echo $program; return; }
    done
}

# The packages that are missing, in the names of the given package program.
missing_packages() {
    case $1 in
    apt-get) set -- cmake ninja-build g++ qt6-base-dev fonts-dejavu-core ;;
    dnf) set -- cmake ninja-build gcc-c++ qt6-qtbase-devel dejavu-sans-fonts ;;
    pacman) set -- cmake ninja gcc qt6-base ttf-dejavu ;;
    zypper) set -- cmake ninja gcc-c++ qt6-base-devel dejavu-fonts ;;
    apk) set -- cmake samurai g++ qt6-qtbase-dev font-dejavu ;;
    brew) set -- cmake ninja llvm qt font-dejavu ;;
    *) set -- CMake, Ninja, 'a C++20 compiler,' 'Qt 6.4 or newer with its headers,' 'a TrueType font,' ;;
    esac
    has cmake || printf ' %s' "$1"
    has ninja || printf ' %s' "$2"
    has c++ || printf ' %s' "$3"
    has_qt || printf ' %s' "$4"
    has_font || printf ' %s' "$5"
}

# Installs what is missing on Debian and its relatives; elsewhere says what it is.
# Arguments: further commands that are needed, each in a package of its own name.
install_missing() {
    program=$(package_program)
    missing=$(missing_packages "$program")
    for command in "$@"; do
        has "$command" || missing="$missing $command"
    done
    [ -n "$missing" ] || return 0

    case $program in
    apt-get) ;;
    '') fail "Missing:${missing%,}. Please install this and try again." ;;
    pacman) fail "Missing packages. Please run: sudo pacman -S$missing" ;;
    apk) fail "Missing packages. Please run: sudo apk add$missing" ;;
    brew) fail "Missing packages. Please run: brew install$missing" ;;
    *) fail "Missing packages. Please run: sudo $program install$missing" ;;
    esac

    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root=sudo
        # sudo may ask for the password, but only where somebody can type it.
        if ! has sudo || ! { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
            fail "Missing packages, and no right to install them. Please run as root: apt-get install$missing"
        fi
    fi
    say "Installing$missing"
    {
        $as_root apt-get -q update || true # what is known already may do
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install $missing
    } >"$log" 2>&1 </dev/null || {
        grep -E '^(E|W|Err):' "$log" >&2 || tail -n 5 "$log" >&2
        fail "The packages could not be installed; $log has it all."
    }
}

# configure PRESET [CMAKE_OPTION]...
configure() {
    say "Configuring build/$1"
    (cd "$top" && cmake --preset "$@") >"$log" 2>&1 || {
        sed -n '/^CMake Error/,$p' "$log" | head -n 30 >&2
        fail "The project could not be configured; $log has it all."
    }
}

# build PRESET [TARGET]...: configures only the first time, and after the folder was moved.
build() {
    folder=$top/build/$1
    if [ ! -e "$folder/build.ninja" ] ||
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$folder/CMakeCache.txt"; then
        rm -rf "$folder/CMakeCache.txt" "$folder/CMakeFiles"
        configure "$1"
    fi
    say "Building build/$1, which takes some minutes the first time"
    shift
    if [ -t 1 ]; then
        cmake --build "$folder" ${1:+--target "$@"} || fail "The project could not be built."
    else
        cmake --build "$folder" ${1:+--target "$@"} >"$log" 2>&1 || {
            sed -n '/^FAILED: /,$p' "$log" | head -n 60 >&2
            fail "The project could not be built; $log has it all."
        }
    fi
}

# run_tests PRESET [CTEST_ARGUMENT]...: one more at a time than there are processors, since some tests only wait.
run_tests() {
    say "Testing build/$1"
    preset=$1
    shift
    (cd "$top" && ctest --preset "$preset" --parallel $(($(getconf _NPROCESSORS_ONLN) + 1)) "$@")
}
