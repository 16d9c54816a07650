// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/bindings/bindings.h"

#include "models/button.h"
#include "models/floatprogress.h"
#include "models/html.h"
#include "models/intslider.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSlider>

#include <QtCore/QLocale>
#include <QtCore/QPointer>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

using namespace Qt::StringLiterals;

// Each connection has the model as its sender or receiver, and the widget as the other: the death of either
// ends it. Only the emission of destroyed() comes earlier: by then a model's QPointer is empty, and a widget
// is just a QWidget.
//
// What is shown is always the model's state of this moment, never a signal's argument: a task that was told
// first may have changed the model again, and its newer value was shown already.

namespace AsyncWidgets {

namespace {

/// Calls show() now, and at each of the model's signals as long as the widget lives.
template<typename Model, typename Widget, typename Show, typename... Signals>
void showAt(Model &model, Widget &widget, const Show &show, Signals... signalsOfModel)
{
    show();
    const auto showIfAlive = [&widget, show] {
        if (qobject_cast<Widget *>(&widget))
            show();
    };
    (QObject::connect(&model, signalsOfModel, &widget, showIfAlive), ...);
}

} // namespace

void bind(IntSlider &model, QSlider &widget)
{
    const QPointer<IntSlider> slider(&model);
    const auto isShowingRange = std::make_shared<bool>(false);
    const auto showNumber = [slider, shown = QPointer(&widget), isShowingRange] {
        *isShowingRange = true; // it clamps the old value, which nobody has chosen: the model's own follows
        shown->setRange(slider->minimum(), slider->maximum());
        *isShowingRange = false;
        if (slider && shown) // for whoever is told may destroy them
            shown->setValue(slider->value());
    };
    showAt(model, widget, showNumber, &IntSlider::minimumChanged, &IntSlider::maximumChanged,
        &IntSlider::valueChanged);

    const auto showStep = [&model, &widget] {
        widget.setSingleStep(model.step());
        widget.setPageStep(
            model.step() <= std::numeric_limits<int>::max() / 10 ? model.step() * 10 : model.step());
    };
    showAt(model, widget, showStep, &IntSlider::stepChanged);
    // Without tracking, a drag waits for the release, but keys and the wheel count at once.
    showAt(
        model, widget, [&] { widget.setTracking(model.continuousUpdate()); },
        &IntSlider::continuousUpdateChanged);
    showAt(model, widget, [&] { widget.setEnabled(model.isEnabled()); }, &IntSlider::enabledChanged);
    showAt(
        model, widget, [&] { widget.setAccessibleName(model.description()); },
        &IntSlider::descriptionChanged);

    QObject::connect(&widget, &QSlider::valueChanged, &model, [slider, &widget, isShowingRange] {
        if (slider && !*isShowingRange)
            slider->setValue(widget.value());
    });
}

void bind(Html &model, QLabel &widget)
{
    widget.setTextFormat(Qt::RichText);
    widget.setTextInteractionFlags(Qt::TextSelectableByMouse);
    showAt(model, widget, [&] { widget.setText(model.value()); }, &Html::valueChanged);
}

namespace {

/// Where the value is between the ends, from 0 to 1; a range of one point is complete, as in QProgressBar.
double fractionOf(const FloatProgress &progress)
{
    if (progress.minimum() == progress.maximum())
        return 1.0;
    const double range = progress.maximum() - progress.minimum();
    if (std::isfinite(range))
        return (progress.value() - progress.minimum()) / range;
    return (progress.value() / 2 - progress.minimum() / 2)
        / (progress.maximum() / 2 - progress.minimum() / 2);
}

} // namespace

void bind(FloatProgress &model, QProgressBar &widget)
{
    constexpr int steps = 10'000; // finer than the pixels of a bar
    widget.setRange(0, steps);
    widget.setFormat(u"%p"_s + QLocale().percent());
    widget.setTextVisible(true);
    const auto show = [&model, &widget] {
        // Rounded, so that 0.57 is 57% although 0.57 * 10,000 is less than 5,700.
        const int step = static_cast<int>(std::lround(fractionOf(model) * steps));
        widget.setValue(model.value() < model.maximum() ? std::min(step, steps - 1) : steps);
    };
    showAt(model, widget, show, &FloatProgress::valueChanged, &FloatProgress::minimumChanged,
        &FloatProgress::maximumChanged);
}

void bind(Button &model, QPushButton &widget)
{
    const auto showDescription
        = [&model, &widget] { widget.setText(model.description().replace(u'&', u"&&"_s)); };
    showAt(model, widget, showDescription, &Button::descriptionChanged);
    showAt(model, widget, [&] { widget.setEnabled(model.isEnabled()); }, &Button::enabledChanged);
    QObject::connect(&widget, &QPushButton::clicked, &model, [button = QPointer(&model)] {
        if (button)
            button->click();
    });
}

} // namespace AsyncWidgets
