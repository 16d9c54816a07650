// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The unattended demonstration.

#pragma once

#include <asyncwidgets/task.h>

namespace AsyncWidgets {

class MainWindow;

/// Does what a person would: starts every card, moves the slider ten times, does what each card says that ends it, and
/// waits for the end of them all. \returns whether every task that it started has finished.
Task<bool> playDemo(MainWindow &window);

} // namespace AsyncWidgets
