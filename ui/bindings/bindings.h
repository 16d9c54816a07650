// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Bindings: a model and the widget that shows it, kept the same in both directions.

#pragma once

#include <QtCore/qglobal.h>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
QT_END_NAMESPACE

namespace AsyncWidgets {

class Button;
class FloatProgress;
class Html;
class IntSlider;

// Each binding gives the widget what the model has, then keeps the two the same. It owns neither and ends
// with whichever dies first; the other one goes on by itself. Several widgets may show one model, but a
// widget shows one model only.

/// The person's changes go to the model, the model's range, step, value and enabled state to the widget.
///
/// With continuousUpdate false, a drag reaches the model when the slider is released; keys and the wheel at
/// once. The description is the widget's accessible name. A page is ten steps.
void bind(IntSlider &model, QSlider &widget);

/// The label shows the model's rich text, which the program has written: nobody else's text may reach it, since rich
/// text can name files to load. The text can be selected, and links in it are not followed.
void bind(Html &model, QLabel &widget);

/// The bar has 10,000 steps and shows the percentage, which is 100% only at the maximum.
void bind(FloatProgress &model, QProgressBar &widget);

/// The person's clicks go to the model; the description is the button's text, in which "&" is itself and no
/// shortcut.
void bind(Button &model, QPushButton &widget);

} // namespace AsyncWidgets
