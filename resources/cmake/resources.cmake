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
    set(qm_files)
    foreach(language IN LISTS languages)
        set(ts ${PROJECT_SOURCE_DIR}/resources/translations/asyncwidgets_${language}.ts)
        set(qm ${CMAKE_CURRENT_BINARY_DIR}/i18n/asyncwidgets_${language}.qm)
        add_custom_command(OUTPUT ${qm}
            COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/i18n
            COMMAND Qt6::lrelease -silent ${ts} -qm ${qm}
            DEPENDS ${ts} Qt6::lrelease
            VERBATIM)
        list(APPEND qm_files ${qm})
    endforeach()
    qt_add_resources(asyncwidgets_ui translations PREFIX /i18n BASE ${CMAKE_CURRENT_BINARY_DIR}/i18n FILES ${qm_files})
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
