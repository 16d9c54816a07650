// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// One colour for each task and each state, the same in every pane.

#pragma once

#include <asyncwidgets/taskstate.h>

#include <QtGui/QColor>

namespace AsyncWidgets {

/// The colour of the task of that name, readable on the present background.
[[nodiscard]] QColor taskColor(const QString &name);

/// The colour of the dot beside a state's word.
[[nodiscard]] QColor stateColor(TaskState state);

} // namespace AsyncWidgets
