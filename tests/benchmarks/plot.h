// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Draws the results: each contestant as a bar from its limit to its ratio, with a mark at its target.

#pragma once

#include "benchmark.h"

#include <QtGui/QImage>

namespace AsyncWidgets::Bench {

[[nodiscard]] QImage plot(const std::vector<RowResult> &rows, const QString &machine);

} // namespace AsyncWidgets::Bench
