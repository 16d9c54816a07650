# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
# Run by cpack before it closes a package: adds what Debian wants and nobody else, a changelog and compressed manuals.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
    return()
endif()
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(GLOB folders ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/doc/*)
foreach(folder IN LISTS folders)
    get_filename_component(package ${folder} NAME)
    file(WRITE ${folder}/changelog
        "${package} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n"
        "  * Made from the sources of version ${CPACK_PACKAGE_VERSION}.\n\n"
        " -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
endforeach()
file(GLOB manuals ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/man1/*.1)
list(TRANSFORM folders APPEND /changelog OUTPUT_VARIABLE changelogs)
execute_process(COMMAND gzip -9nf ${changelogs} ${manuals} COMMAND_ERROR_IS_FATAL ANY)
