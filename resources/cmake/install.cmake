# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
# What `cmake --install` puts where. Components: "application"; "development", the library for other projects; and, in
# a shared build, "library", which both need.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(asyncwidgets_id io.github.asyncwidgets.AsyncWidgets)
set(resources ${CMAKE_CURRENT_SOURCE_DIR}/resources)
get_target_property(library_type AsyncWidgets TYPE)

# --- the library ---
install(TARGETS AsyncWidgets AsyncWidgetsTest EXPORT AsyncWidgetsTargets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT library
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/core/asyncwidgets
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
    FILES_MATCHING PATTERN "*.h")

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/AsyncWidgets)
configure_package_config_file(${resources}/cmake/AsyncWidgetsConfig.cmake.in
    ${CMAKE_CURRENT_BINARY_DIR}/AsyncWidgetsConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/AsyncWidgetsConfigVersion.cmake
    VERSION ${PROJECT_VERSION} COMPATIBILITY SameMajorVersion)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/AsyncWidgetsConfig.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/AsyncWidgetsConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT development)
install(EXPORT AsyncWidgetsTargets NAMESPACE AsyncWidgets:: DESTINATION ${package_dir} COMPONENT development)
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/LICENSE
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libasyncwidgets-dev RENAME copyright COMPONENT development)
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/core/README.md ${CMAKE_CURRENT_SOURCE_DIR}/core/RECIPES.md
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libasyncwidgets-dev COMPONENT development)

# GDB loads the script with a library or a program of that name and place, if it is installed below the same prefix.
set(debugger_script ${resources}/gdb/asyncwidgets-gdb.py)
set(debugger_dir ${CMAKE_INSTALL_DATADIR}/gdb/auto-load)
if(UNIX AND NOT APPLE)
    install(FILES ${debugger_script} DESTINATION ${CMAKE_INSTALL_DATADIR}/asyncwidgets COMPONENT development)
    if(library_type STREQUAL "SHARED_LIBRARY")
        install(FILES ${debugger_script} DESTINATION ${debugger_dir}${CMAKE_INSTALL_FULL_LIBDIR}
            RENAME $<TARGET_FILE_NAME:AsyncWidgets>-gdb.py COMPONENT library)
    endif()
endif()

# --- the application ---
if(TARGET asyncwidgets)
    install(TARGETS asyncwidgets
        BUNDLE DESTINATION . COMPONENT application
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT application)
    install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/asyncwidgets RENAME copyright COMPONENT application)

    if(UNIX AND NOT APPLE)
        install(FILES ${debugger_script} DESTINATION ${debugger_dir}${CMAKE_INSTALL_FULL_BINDIR}
            RENAME $<TARGET_FILE_NAME:asyncwidgets>-gdb.py COMPONENT application)
        install(FILES ${resources}/man/asyncwidgets.1
            DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT application)
        install(FILES ${resources}/desktop/${asyncwidgets_id}.desktop
            DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT application)
        install(FILES ${resources}/desktop/${asyncwidgets_id}.metainfo.xml
            DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT application)
        set(icons ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
        install(FILES ${resources}/icons/asyncwidgets.svg
            DESTINATION ${icons}/scalable/apps RENAME ${asyncwidgets_id}.svg COMPONENT application)
        foreach(size IN ITEMS 16 24 32 48 64 128 256 512)
            install(FILES ${resources}/icons/asyncwidgets-${size}.png
                DESTINATION ${icons}/${size}x${size}/apps RENAME ${asyncwidgets_id}.png COMPONENT application)
        endforeach()
    elseif(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
        # Copies Qt beside the program. Written from Qt's documentation; not tried on macOS and Windows yet.
        qt_generate_deploy_app_script(TARGET asyncwidgets OUTPUT_SCRIPT deploy_script NO_UNSUPPORTED_PLATFORM_ERROR)
        install(SCRIPT ${deploy_script} COMPONENT application)
    endif()
endif()
