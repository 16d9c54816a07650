// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Writes the results as a Markdown table, so that nobody has to type numbers into the README.

#pragma once

#include "benchmark.h"

#include <QtCore/QByteArray>

namespace AsyncWidgets::Bench {

[[nodiscard]] QString markdown(const std::vector<RowResult> &rows, const QString &machine);

/// \a document with \a text between its lines "<!-- benchmark -->" and "<!-- end of benchmark -->", in place of what is
/// there; only \a text if it has no such lines.
[[nodiscard]] QString withBenchmark(const QString &document, const QString &text);

} // namespace AsyncWidgets::Bench
