// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// IntSlider: a whole number in a range, which a person changes by hand.

#pragma once

#include "models/boundedvalue.h"

#include <QtCore/QObject>
#include <QtCore/QString>

namespace AsyncWidgets {

/// The state behind a slider, with the rules of QSlider and the properties of the notebook's IntSlider.
///
/// Every setter does nothing on an equal value. When it emits, all properties are consistent already; it
/// emits the range before the value, and touches nothing after its last signal. So whoever is told may call
/// any setter, or destroy this object: a task that waits for it is resumed inside the emission.
///
/// Belongs to one thread, as every QObject does.
class IntSlider final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int value READ value WRITE setValue NOTIFY valueChanged USER true)
    Q_PROPERTY(int minimum READ minimum WRITE setMinimum NOTIFY minimumChanged)
    Q_PROPERTY(int maximum READ maximum WRITE setMaximum NOTIFY maximumChanged)
    Q_PROPERTY(int step READ step WRITE setStep NOTIFY stepChanged)
    Q_PROPERTY(
        bool continuousUpdate READ continuousUpdate WRITE setContinuousUpdate NOTIFY continuousUpdateChanged)
    Q_PROPERTY(QString description READ description WRITE setDescription NOTIFY descriptionChanged)
    Q_PROPERTY(bool enabled READ isEnabled WRITE setEnabled NOTIFY enabledChanged)

public:
    explicit IntSlider(QObject *parent = nullptr);

    /// 0 at first. A value out of the range becomes the nearest that is in it.
    [[nodiscard]] int value() const { return m_number.value; }
    void setValue(int value);

    /// 0 at first. A minimum above the maximum moves the maximum with it.
    [[nodiscard]] int minimum() const { return m_number.minimum; }
    void setMinimum(int minimum);

    /// 100 at first. A maximum below the minimum moves the minimum with it.
    [[nodiscard]] int maximum() const { return m_number.maximum; }
    void setMaximum(int maximum);

    /// Both ends at once; with a maximum below the minimum, the minimum becomes the only value.
    void setRange(int minimum, int maximum);

    /// How far one key press moves the slider, 1 at first. Values between two steps remain possible, as in
    /// QSlider. A step below 1 is refused with a warning.
    [[nodiscard]] int step() const { return m_step; }
    void setStep(int step);

    /// Whether a drag counts at every move, which is so at first, or once, when the slider is released.
    [[nodiscard]] bool continuousUpdate() const { return m_continuousUpdate; }
    void setContinuousUpdate(bool continuousUpdate);

    /// What the slider is called, as plain text.
    [[nodiscard]] QString description() const { return m_description; }
    void setDescription(const QString &description);

    /// Whether a person may move it. The setters work all the same.
    [[nodiscard]] bool isEnabled() const { return m_isEnabled; }
    void setEnabled(bool enabled);

Q_SIGNALS:
    void valueChanged(int value);
    void minimumChanged(int minimum);
    void maximumChanged(int maximum);
    void stepChanged(int step);
    void continuousUpdateChanged(bool continuousUpdate);
    void descriptionChanged(const QString &description);
    void enabledChanged(bool enabled);

private:
    BoundedValue<int> m_number { .value = 0, .minimum = 0, .maximum = 100 };
    int m_step = 1;
    bool m_continuousUpdate = true;
    bool m_isEnabled = true;
    QString m_description;
};

} // namespace AsyncWidgets
