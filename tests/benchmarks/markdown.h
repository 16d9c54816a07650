// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Writes the results as a Markdown table, so that nobody has to type numbers into a document.

#pragma once

#include "benchmark.h"

#include <QtCore/QString>

#include <vector>

namespace AsyncWidgets::Bench {

/// Replaces what stands in the file between <!-- benchmark --> and <!-- end of benchmark --> by a table of \a rows; after
/// <!-- benchmark: id id --> by a short one, of those rows. \returns whether the file could be read and written.
[[nodiscard]] bool writeTables(
    const QString &fileName, const std::vector<RowResult> &rows, const QString &machine);

} // namespace AsyncWidgets::Bench
