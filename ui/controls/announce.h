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

/// Makes \a description the accessible description of \a widget, if it is another one. An assistive technology is told
/// so, and reads it out when its person is there.
void describe(QWidget &widget, const QString &description);

/// Has an assistive technology read out \a text, on behalf of \a widget, when it has read what it is reading. Qt can do
/// that from 6.8 on; before, the descriptions have to do.
void announce(QWidget &widget, const QString &text);

} // namespace AsyncWidgets
