// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// BoundedValue: the rules of a number in a range, which IntSlider and FloatProgress share.

#pragma once

#include <QtCore/QPointer>

#include <algorithm>
#include <utility>

namespace AsyncWidgets {

/// A number that stays between its minimum and its maximum, and what of the three was changed and not yet
/// told.
///
/// The range is always valid, as in QAbstractSlider: moving one end past the other moves the other with it,
/// and the value is clamped to what remains.
template<typename Number>
struct BoundedValue
{
    Number value;
    Number minimum;
    Number maximum;
    bool isValueNew = false;
    bool isMinimumNew = false;
    bool isMaximumNew = false;

    void setValue(Number newValue) { assign(value, std::clamp(newValue, minimum, maximum), isValueNew); }
    void setMinimum(Number newMinimum) { setRange(newMinimum, maximum); }
    void setMaximum(Number newMaximum) { setRange(std::min(minimum, newMaximum), newMaximum); }
    void setRange(Number newMinimum, Number newMaximum)
    {
        assign(minimum, newMinimum, isMinimumNew);
        assign(maximum, std::max(newMinimum, newMaximum), isMaximumNew);
        setValue(value);
    }

    /// Emits the model's signals for what is new: the range first, the value last, each with the number of
    /// that moment.
    ///
    /// Whoever is told may set the model again: then the inner call tells the rest, and the outer one finds
    /// nothing left to tell. Whoever is told may destroy the model, which holds this object: nothing is
    /// touched afterwards.
    template<typename Model>
    void tell(Model &model)
    {
        if (isMinimumNew || isMaximumNew) {
            const QPointer<Model> alive(&model);
            if (std::exchange(isMinimumNew, false)) {
                Q_EMIT model.minimumChanged(minimum);
                if (!alive)
                    return;
            }
            if (std::exchange(isMaximumNew, false)) {
                Q_EMIT model.maximumChanged(maximum);
                if (!alive)
                    return;
            }
        }
        if (std::exchange(isValueNew, false))
            Q_EMIT model.valueChanged(value);
    }

private:
    static void assign(Number &number, Number newNumber, bool &isNew)
    {
        if (number == newNumber)
            return;
        number = newNumber;
        isNew = true;
    }
};

} // namespace AsyncWidgets
