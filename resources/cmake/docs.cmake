# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
# The target "docs": the API reference as HTML, and as .qch for Qt Creator and Assistant where Qt's qhelpgenerator is
# found. What has been built is installed with the development component.
find_package(Doxygen 1.9 QUIET)
if(NOT DOXYGEN_FOUND)
    return()
endif()
find_program(QHELPGENERATOR NAMES qhelpgenerator qhelpgenerator6
    HINTS ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_LIBEXECS} ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS})
mark_as_advanced(QHELPGENERATOR)

set(docs_folder ${CMAKE_CURRENT_BINARY_DIR}/docs)
set(docs_have_qch NO)
if(QHELPGENERATOR)
    set(docs_have_qch YES)
endif()
configure_file(${CMAKE_CURRENT_SOURCE_DIR}/resources/docs/Doxyfile.in ${docs_folder}/Doxyfile @ONLY)
add_custom_target(docs
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${docs_folder}/html
    COMMAND ${DOXYGEN_EXECUTABLE} ${docs_folder}/Doxyfile
    COMMENT "Making the API reference in ${docs_folder}/html")
if(NOT QHELPGENERATOR)
    add_custom_command(TARGET docs POST_BUILD COMMAND ${CMAKE_COMMAND} -E echo
        "There is no .qch: Qt's qhelpgenerator is not installed (Debian: qt6-documentation-tools).")
endif()

if(ASYNCWIDGETS_INSTALL)
    set(docs_destination ${CMAKE_INSTALL_DATADIR}/doc/libasyncwidgets-dev)
    install(DIRECTORY ${docs_folder}/html DESTINATION ${docs_destination} COMPONENT development OPTIONAL)
    install(FILES ${docs_folder}/asyncwidgets.qch DESTINATION ${docs_destination} COMPONENT development OPTIONAL)
endif()
