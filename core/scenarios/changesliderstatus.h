// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the label says about "change the slider ten times", as rich text.

#pragma once

#include <QtCore/QString>

namespace AsyncWidgets {

inline constexpr int sliderChanges = 10; ///< how many units of work there are

/// "Waiting for change 4 of 10, the last was 42.": \a unit counts from 0,
/// \a lastValue is of the change before.
QString waitingForChange(int unit, int lastValue);
/// "Finished after 10 changes, the last was 42."
QString finishedChanges(int lastValue);

} // namespace AsyncWidgets
