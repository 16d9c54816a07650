// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The demonstration that plays by itself.

#pragma once

#include <asyncwidgets/task.h>

namespace AsyncWidgets {

class MainWindow;

/// Does with the widgets of \a window what a person would: starts all three ways, the click, the work in the
/// background and a request; moves the slider ten times; presses Continue; waits for the end of them all.
/// \returns whether every task that it started has finished.
Task<bool> playDemo(MainWindow &window);

} // namespace AsyncWidgets
