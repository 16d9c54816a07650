# SPDX-FileCopyrightText: the Async Widgets authors
# SPDX-License-Identifier: MIT
# What the program carries inside: its icon, and its texts in other languages. Included beside the target asyncwidgets_ui.
set(icons)
foreach(size IN ITEMS 16 24 32 48 64 128 256)
    list(APPEND icons ${PROJECT_SOURCE_DIR}/resources/icons/asyncwidgets-${size}.png)
endforeach()
qt_add_resources(asyncwidgets_ui icons PREFIX /icons BASE ${PROJECT_SOURCE_DIR}/resources/icons FILES ${icons})

# English is in the source; its file has the plural forms only.
set(languages de en zh_CN)

find_package(Qt6 6.4 QUIET OPTIONAL_COMPONENTS LinguistTools)
if(TARGET Qt6::lrelease)
    list(TRANSFORM languages REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/resources/translations/asyncwidgets_\\1.ts" OUTPUT_VARIABLE ts_files)
    qt_add_lrelease(asyncwidgets_ui TS_FILES ${ts_files} QM_FILES_OUTPUT_VARIABLE qm_files)
    qt_add_resources(asyncwidgets_ui translations PREFIX /i18n BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${qm_files})
else()
    message(STATUS "Qt's LinguistTools were not found (Debian: qt6-tools-dev, qt6-l10n-tools): the window speaks English only.")
endif()

# Brings the .ts files up to date with the source.
if(TARGET Qt6::lupdate)
    set(lupdate_options -silent -locations none -no-obsolete -I . -I core app ui core -ts)
    set_property(GLOBAL PROPERTY ASYNCWIDGETS_LUPDATE_OPTIONS ${lupdate_options}) # for the test
    add_custom_target(update_translations
        COMMAND Qt6::lupdate ${lupdate_options} resources/translations/asyncwidgets_de.ts
            resources/translations/asyncwidgets_zh_CN.ts
        COMMAND Qt6::lupdate -pluralonly ${lupdate_options} resources/translations/asyncwidgets_en.ts
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        VERBATIM)
endif()
