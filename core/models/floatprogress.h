// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// FloatProgress: how far something has come, as a number in a range.

#pragma once

#include "models/boundedvalue.h"

#include <QtCore/QObject>

namespace AsyncWidgets {

/// What a progress bar is about.
///
/// Every setter does nothing on an equal value, and refuses NaN and infinities with a warning that names
/// them. When it emits, all properties are consistent already; it emits the range before the value, and
/// touches nothing after its last signal: whoever is told may call any setter, or destroy this object.
class FloatProgress final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(double value READ value WRITE setValue NOTIFY valueChanged USER true)
    Q_PROPERTY(double minimum READ minimum WRITE setMinimum NOTIFY minimumChanged)
    Q_PROPERTY(double maximum READ maximum WRITE setMaximum NOTIFY maximumChanged)

public:
    explicit FloatProgress(QObject *parent = nullptr);

    /// 0.0 at first. A value out of the range becomes the nearest that is in it.
    [[nodiscard]] double value() const { return m_number.value; }
    void setValue(double value);

    /// 0.0 at first. A minimum above the maximum moves the maximum with it.
    [[nodiscard]] double minimum() const { return m_number.minimum; }
    void setMinimum(double minimum);

    /// 1.0 at first. A maximum below the minimum moves the minimum with it.
    [[nodiscard]] double maximum() const { return m_number.maximum; }
    void setMaximum(double maximum);

    /// Both ends at once; with a maximum below the minimum, the minimum becomes the only value.
    void setRange(double minimum, double maximum);

Q_SIGNALS:
    void valueChanged(double value);
    void minimumChanged(double minimum);
    void maximumChanged(double maximum);

private:
    BoundedValue<double> m_number { .value = 0.0, .minimum = 0.0, .maximum = 1.0 };
};

} // namespace AsyncWidgets
