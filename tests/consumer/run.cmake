# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
# Does what another project does with the library: gets it in one of three ways, builds a program with it and runs that.
# -DWAY=installed takes the library from the build folder BUILD, shared builds it as a shared library first, subdirectory
# makes it a part of the project. The programs: a wizard, which runs unattended, and where the library was installed one
# that uses every public header, with a plugin. Also given: SOURCE, WORK (a folder of its own), and how to build:
# GENERATOR, CXX_COMPILER, CXX_LAUNCHER, CXX_FLAGS, QT_DIR.
cmake_minimum_required(VERSION 3.22)

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    message("${output}")
    set(output ${output} PARENT_SCOPE)
    if(NOT code EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "Failed with ${code}: ${command}")
    endif()
    if(output MATCHES "CMake (Deprecation )?Warning|: warning:")
        message(FATAL_ERROR "A warning, which a user of the library would see.")
    endif()
endfunction()

# Not optimized: nothing is inlined, so that each symbol that a header needs is looked for.
set(how -G ${GENERATOR} -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= -DCMAKE_CXX_COMPILER=${CXX_COMPILER}
    -DCMAKE_CXX_COMPILER_LAUNCHER=${CXX_LAUNCHER} -DQt6_DIR=${QT_DIR})
set(strict "-DCMAKE_CXX_FLAGS=${CXX_FLAGS} -Wall -Wextra -Wpedantic -Wshadow -Wconversion")
if(NOT WIN32)
    set(ENV{QT_QPA_PLATFORM} offscreen)
endif()
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

if(WAY STREQUAL "subdirectory")
    run(${CMAKE_COMMAND} -S ${SOURCE}/tests/consumer/subdirectory -B ${WORK}/build ${how} ${strict}
        -DASYNCWIDGETS_SOURCE=${SOURCE} -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0)
else()
    if(WAY STREQUAL "shared")
        set(BUILD ${WORK}/library)
        run(${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} ${how} "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}" -DBUILD_SHARED_LIBS=ON
            -DASYNCWIDGETS_BUILD_APP=OFF -DASYNCWIDGETS_BUILD_TESTS=OFF -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0)
        run(${CMAKE_COMMAND} --build ${BUILD})
    endif()
    foreach(component IN ITEMS library development)
        run(${CMAKE_COMMAND} --install ${BUILD} --component ${component} --prefix ${WORK}/elsewhere)
    endforeach()
    file(GLOB_RECURSE debugger_scripts ${WORK}/elsewhere/share/*-gdb.py)
    if(CMAKE_HOST_UNIX AND NOT CMAKE_HOST_APPLE)
        list(FILTER debugger_scripts INCLUDE REGEX "/asyncwidgets-gdb\\.py$|/auto-load/.*/libasyncwidgets\\.so\\.[0-9.]+-gdb\\.py$")
        list(LENGTH debugger_scripts count)
        if(NOT count EQUAL 2 AND NOT (WAY STREQUAL "installed" AND count EQUAL 1))
            message(FATAL_ERROR "GDB does not find its script: ${debugger_scripts}")
        endif()
    endif()
    file(RENAME ${WORK}/elsewhere ${WORK}/installed) # it can be moved
    file(REMOVE_RECURSE ${WORK}/library) # and needs nothing of its build
    if(WAY STREQUAL "installed")
        run(${CMAKE_COMMAND} -S ${SOURCE}/tests/consumer/wizard -B ${WORK}/build ${how} ${strict}
            -DCMAKE_PREFIX_PATH=${WORK}/installed)
    endif()
    run(${CMAKE_COMMAND} -S ${SOURCE}/tests/consumer/everything -B ${WORK}/everything ${how} ${strict}
        -DCMAKE_PREFIX_PATH=${WORK}/installed)
    run(${CMAKE_COMMAND} --build ${WORK}/everything)
    run(${WORK}/everything/everything ${WORK}/everything/plugin)
endif()
if(NOT WAY STREQUAL "shared")
    run(${CMAKE_COMMAND} --build ${WORK}/build)
    run(${WORK}/build/wizard --unattended)
endif()

if(WAY STREQUAL "subdirectory")
    run(${CMAKE_COMMAND} --install ${WORK}/build --prefix ${WORK}/installed)
    file(GLOB_RECURSE installed ${WORK}/installed/*)
    if(installed)
        message(FATAL_ERROR "The library installs itself with its parent: ${installed}")
    endif()
    run(${CMAKE_COMMAND} -E chdir ${WORK}/build ctest -N)
    if(NOT output MATCHES "Total Tests: 0")
        message(FATAL_ERROR "The library brings its tests along.")
    endif()
endif()
