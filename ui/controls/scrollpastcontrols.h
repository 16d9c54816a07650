// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wheel scrolls what is under the pointer, and changes nothing by accident.

#pragma once

#include <QtCore/qglobal.h>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// From now on the wheel changes a slider, a number or a choice inside of \a window only while that control has the
/// focus, which the wheel does not give it. Otherwise it is for what is around the control, such as a column that
/// scrolls. This holds for the controls that \a window has at this moment.
void scrollPastControls(QWidget &window);

} // namespace AsyncWidgets
