// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The tour of the window: itself a task that waits for the person's steps.

#pragma once

#include <asyncwidgets/task.h>

namespace AsyncWidgets {

class MainWindow;

/// Points at one part of the window after the other. Next goes on, Skip or Esc ends it.
Task<> tour(MainWindow &window);

} // namespace AsyncWidgets
