// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Runs a program with the library and with the model, and compares after every step everything that can be seen.

#pragma once

#include "program.h"

#include <functional>

namespace AsyncWidgets::Tests::Random {

/// What the library did otherwise than the model, in words; empty if nothing.
[[nodiscard]] QString differenceIn(const Program &program);

/// Leaves out of \a program whatever does not matter for its failure.
[[nodiscard]] Program simplified(Program program, const std::function<bool(const Program &)> &fails);

} // namespace AsyncWidgets::Tests::Random
