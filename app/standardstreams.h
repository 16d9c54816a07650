// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the program prints, so that nothing is lost without a word.

#pragma once

#include <QtCore/QString>

namespace AsyncWidgets {

/// Call it first in main(). Where standard output or standard error is closed, the next file that is opened would get
/// its number, and what is printed would go there: here it fails instead.
void reserveStandardStreams();

/// Prints a line to standard output, at once. Where that is not possible, says why on standard error and \returns false.
[[nodiscard]] bool printOutput(const QString &line);

/// Prints a line to standard error, if that is possible.
void printError(const QString &line);

} // namespace AsyncWidgets
