# What a person who builds Chatroom may choose, and the flags that follow from it.

option(CHATROOM_GUI "Build the two windows" ON)
option(CHATROOM_TESTS "Build the tests" ON)
option(CHATROOM_BENCH "Build the benchmarks and the load generator" ON)
option(CHATROOM_WERROR "Treat warnings as errors" OFF)
option(CHATROOM_PCH "Precompile the headers of Qt and the standard library" ON)
option(CHATROOM_FUZZ "Build the fuzz targets (clang only)" OFF)
option(CHATROOM_COVERAGE "Count which lines the tests run" OFF)
set(CHATROOM_SANITIZE "" CACHE STRING "Sanitizers for every target, for example address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

find_program(CHATROOM_CCACHE ccache)
if(CHATROOM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without this sloppiness ccache declines every file that uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros ${CHATROOM_CCACHE})
endif()

find_program(CHATROOM_MOLD mold)
if(CHATROOM_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wcast-align -Wunused)
if(CHATROOM_WERROR)
    add_compile_options(-Werror)
endif()
if(CMAKE_CXX_CLANG_TIDY)
    # What moc and rcc write is not ours to mend; clang-tidy wants one check at least.
    file(WRITE "${CMAKE_BINARY_DIR}/.clang-tidy" "Checks: '-*,misc-definitions-in-headers'\n")
endif()
if(CHATROOM_SANITIZE)
    add_compile_options(-fsanitize=${CHATROOM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${CHATROOM_SANITIZE})
endif()
if(CHATROOM_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(CHATROOM_COVERAGE)
    add_compile_options(--coverage -fprofile-update=atomic)
    add_link_options(--coverage)
endif()

add_compile_definitions(
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS QT_STRICT_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400 CHATROOM_VERSION="${PROJECT_VERSION}")
