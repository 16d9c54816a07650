// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What is seen to change is also told to whoever does not see it.

#pragma once

#include <QtCore/qglobal.h>

QT_BEGIN_NAMESPACE
class QString;
class QWidget;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// Makes \a description the accessible description of \a widget, if it is another one. An assistive technology hears of
/// that, and reads it out from Qt 6.8 on.
void announceDescription(QWidget &widget, const QString &description);

} // namespace AsyncWidgets
