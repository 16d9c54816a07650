# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
# What is not C++ but can be wrong as well: the files for the desktop, and the way into other projects.
set(asyncwidgets_desktop_files ${PROJECT_SOURCE_DIR}/resources/desktop/io.github.asyncwidgets.AsyncWidgets)

find_program(DESKTOP_FILE_VALIDATE desktop-file-validate)
mark_as_advanced(DESKTOP_FILE_VALIDATE)
if(DESKTOP_FILE_VALIDATE)
    add_test(NAME desktop_entry COMMAND ${DESKTOP_FILE_VALIDATE} ${asyncwidgets_desktop_files}.desktop)
    set_tests_properties(desktop_entry PROPERTIES LABELS quick)
endif()

find_program(APPSTREAMCLI appstreamcli)
mark_as_advanced(APPSTREAMCLI)
if(APPSTREAMCLI)
    # AppStream 1.0 warns of a missing homepage: the project has none yet. Older ones do not know that warning.
    execute_process(COMMAND ${APPSTREAMCLI} --version OUTPUT_VARIABLE appstream_version)
    set(override)
    if(NOT appstream_version MATCHES ": 0\\.")
        set(override --override=url-homepage-missing=info)
    endif()
    add_test(NAME metainfo COMMAND ${APPSTREAMCLI} validate --no-net ${override}
        ${asyncwidgets_desktop_files}.metainfo.xml)
    set_tests_properties(metainfo PROPERTIES LABELS quick)
endif()

if(ASYNCWIDGETS_INSTALL)
    add_subdirectory(consumer)
endif()
add_subdirectory(examples)

if(ASYNCWIDGETS_BUILD_APP)
    asyncwidgets_test(tst_translations)
    set_target_properties(tst_translations PROPERTIES AUTOMOC ON)
    target_compile_definitions(tst_translations PRIVATE SOURCE="${PROJECT_SOURCE_DIR}")
    find_package(Qt6 6.4 QUIET OPTIONAL_COMPONENTS LinguistTools)
    if(TARGET Qt6::lupdate)
        get_property(lupdate_options GLOBAL PROPERTY ASYNCWIDGETS_LUPDATE_OPTIONS)
        list(JOIN lupdate_options " " lupdate_options)
        target_compile_definitions(tst_translations PRIVATE
            LUPDATE="$<TARGET_FILE:Qt6::lupdate>"
            LUPDATE_OPTIONS="${lupdate_options}")
    endif()
endif()
