// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Updating a widget in the background: the task waits for the worker's end,
/// and the main thread stays free.

#pragma once

#include <asyncwidgets/task.h>

#include <chrono>

namespace AsyncWidgets {

class BackgroundProgress;
class FloatProgress;
class Output;

/// Starts the work and waits for its end. If the task is cancelled, the work is
/// cancelled with it.
Task<> updateInBackground(BackgroundProgress &work, FloatProgress &progress,
    Output &output, int steps, std::chrono::milliseconds stepDelay);

} // namespace AsyncWidgets
