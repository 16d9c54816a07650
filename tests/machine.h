// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The machine on which the tests of the window run, whichever it is: language, time zone, fonts, scale, resolution,
/// style and settings are set here, in one place. So they pass on any desktop.
///
/// With ASYNCWIDGETS_STRANGE_MACHINE=1 in the environment they run on one that is as strange as the other one is plain:
/// Arabic, from right to left, with other fonts, at 144 dpi, scaled by two, in the style of old Windows. They pass there as
/// well: whatever fails is a fault of the window, or of a test that expects more than was promised.

#pragma once

#include <QtCore/QLocale>
#include <QtGui/QGuiApplication>
#include <QtTest/QTest>

#include <type_traits>

namespace AsyncWidgets::Tests {

[[nodiscard]] bool isOnStrangeMachine();

/// The text with its numbers as that machine writes them: "1.5 ms" has Arabic digits on the strange one.
[[nodiscard]] QString localized(QString text);

/// Sets the environment of this process, and so that of every process that it starts. Call it once, before there is an
/// application or a second thread.
void setUpMachine();

/// The main() of a test: QTEST_MAIN, on that machine.
template<typename Test, typename Application>
int runOnMachine(int argc, char **argv)
{
    setUpMachine();
    Application application(argc, argv);
    if constexpr (std::is_base_of_v<QGuiApplication, Application>)
        QGuiApplication::setLayoutDirection(QLocale().textDirection()); // as the program does
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace AsyncWidgets::Tests

#define ASYNCWIDGETS_TEST_MAIN(Test, Application)                                                            \
    int main(int argc, char **argv)                                                                          \
    {                                                                                                        \
        QTEST_SET_MAIN_SOURCE_PATH                                                                           \
        return AsyncWidgets::Tests::runOnMachine<Test, Application>(argc, argv);                             \
    }
