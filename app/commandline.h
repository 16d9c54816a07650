// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the person asked for on the command line.

#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace AsyncWidgets {

/// The options, all checked.
struct CommandLine
{
    bool isDemo = false;
    bool isSettingsReset = false;
    QString screenshot; ///< empty: none
    std::optional<int> steps;
    std::optional<int> stepDelay; ///< ms
    std::optional<bool> isDark; ///< empty: as the system or the person has it
};

/// Either the options, or a text to print and the exit code to end with.
struct CommandLineResult
{
    std::optional<CommandLine> options;
    QString text;
    int exitCode = 0; ///< 2 for bad input; the text goes to standard error then
};

/// The code of the language in which to answer the \a arguments, also where they are wrong; empty: the system's.
[[nodiscard]] QString requestedLanguage(const QStringList &arguments);

/// Reads the \a arguments, the first of which is the program's name. Touches nothing, except that the screenshot's
/// folder is looked at.
[[nodiscard]] CommandLineResult parseCommandLine(const QStringList &arguments);

} // namespace AsyncWidgets
