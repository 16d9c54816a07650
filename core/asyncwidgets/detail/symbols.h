// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The names of functions by their addresses.

#pragma once

#include <QtCore/QStringList>

#include <vector>

namespace AsyncWidgets::Detail {

/// For each of the \a addresses in this process "function", or "program+0x1234" where the file has no name for it; with
/// \a withLines "function, file:line" where the file has debug information and addr2line is there. Reads the files
/// of the program and its libraries, their symbols for the linker or all that they have, and takes no lock of the
/// loader. Takes milliseconds, with lines up to seconds; on any thread. Linux only; elsewhere the list is empty.
[[nodiscard]] QStringList describeAddresses(const std::vector<quintptr> &addresses, bool withLines);

} // namespace AsyncWidgets::Detail
