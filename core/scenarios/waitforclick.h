// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Waiting for something other than the slider: a button, or whichever of the
/// two comes first.

#pragma once

#include <asyncwidgets/task.h>

namespace AsyncWidgets {

class Button;
class IntSlider;
class Output;

/// Pauses until the button is clicked.
Task<> waitForClick(Button &button, Output &output);

/// Pauses until the slider changes or the button is clicked; the other wait is
/// cancelled.
Task<> waitForClickOrChange(Button &button, IntSlider &slider, Output &output);

} // namespace AsyncWidgets
