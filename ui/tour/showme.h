// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// "Show me": the tour and the demonstration in one, as a task that waits for the person.

#pragma once

#include <asyncwidgets/task.h>

namespace AsyncWidgets {

class MainWindow;

/// Does and tells, in five steps: the paused line, the value that arrives at it, the event loop that is in time while all
/// wait and work, the block, and who did it. Each step ends with Next, or when the person has done what it speaks of.
///
/// Starts what does not run yet, and leaves alone what the person has running. If it is skipped or cancelled, what it has
/// started ends with it; at its end the lanes' tasks go on, for the person.
Task<> showMe(MainWindow &window);

} // namespace AsyncWidgets
