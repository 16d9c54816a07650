# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
# What `cpack` makes: on Linux a .deb of the application, a .deb for developers, and one TGZ with both.
set(ASYNCWIDGETS_PACKAGE_CONTACT "The Async Widgets authors <asyncwidgets@example.org>" CACHE STRING
    "Who answers for the packages: whoever builds them puts a name and an address of their own here")
mark_as_advanced(ASYNCWIDGETS_PACKAGE_CONTACT)

set(CPACK_PACKAGE_NAME asyncwidgets)
set(CPACK_PACKAGE_VENDOR "The Async Widgets authors")
set(CPACK_PACKAGE_CONTACT "${ASYNCWIDGETS_PACKAGE_CONTACT}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # or CPack writes it above the descriptions of all components
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_CURRENT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_COMPONENTS_ALL development)
if(TARGET asyncwidgets)
    list(APPEND CPACK_COMPONENTS_ALL application)
endif()
if(library_type STREQUAL "SHARED_LIBRARY")
    list(APPEND CPACK_COMPONENTS_ALL library)
endif()

if(WIN32)
    set(CPACK_GENERATOR ZIP) # not tried yet
elseif(APPLE)
    set(CPACK_GENERATOR DragNDrop) # not tried yet
else()
    set(CPACK_GENERATOR TGZ DEB)
endif()

# --- Debian: configure with -DCMAKE_INSTALL_PREFIX=/usr, so that libraries go where Debian has them ---
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/resources/cmake/debian.cmake)

set(CPACK_DEBIAN_APPLICATION_PACKAGE_NAME asyncwidgets)
set(CPACK_DEBIAN_APPLICATION_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_APPLICATION_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_APPLICATION_DESCRIPTION
"See how code waits for a person without freezing the window
Async Widgets shows live how code in a graphical program waits for a person,
or works for a minute, while everything else stays usable. The same work is
written as a coroutine, as a generator and as a state machine; the line at
which each is paused is marked in its source code.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libasyncwidgets-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "qt6-base-dev (>= 6.4)")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
"Coroutines that wait for Qt signals - development files
With this library a function in a Qt program waits for a signal, a timer or
another thread in its middle, without blocking the event loop. Its tasks
cannot outlive their owner, hang on a dead sender, or lose a change.
.
This package has the headers, the static library and the CMake package.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libasyncwidgets${PROJECT_VERSION_MAJOR})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
"Coroutines that wait for Qt signals
This package has the shared library.")
if("library" IN_LIST CPACK_COMPONENTS_ALL)
    set(CPACK_COMPONENT_APPLICATION_DEPENDS library)
    set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS library)
endif()

include(CPack)
