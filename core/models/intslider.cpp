// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "models/intslider.h"

#include <QtCore/QtDebug>

#include <utility>

namespace AsyncWidgets {

IntSlider::IntSlider(QObject *parent)
    : QObject(parent)
{
}

void IntSlider::setValue(int value)
{
    m_number.setValue(value);
    m_number.tell(*this);
}

void IntSlider::setMinimum(int minimum)
{
    m_number.setMinimum(minimum);
    m_number.tell(*this);
}

void IntSlider::setMaximum(int maximum)
{
    m_number.setMaximum(maximum);
    m_number.tell(*this);
}

void IntSlider::setRange(int minimum, int maximum)
{
    m_number.setRange(minimum, maximum);
    m_number.tell(*this);
}

void IntSlider::setStep(int step)
{
    if (step < 1) {
        qWarning("IntSlider::setStep: a step of %d is refused; it must be 1 or more.", step);
        return;
    }
    if (std::exchange(m_step, step) != step)
        Q_EMIT stepChanged(step);
}

void IntSlider::setContinuousUpdate(bool continuousUpdate)
{
    if (std::exchange(m_continuousUpdate, continuousUpdate) != continuousUpdate)
        Q_EMIT continuousUpdateChanged(continuousUpdate);
}

void IntSlider::setDescription(const QString &description)
{
    const QString copy = description; // the argument may belong to something that ends inside the emission
    if (std::exchange(m_description, copy) != copy)
        Q_EMIT descriptionChanged(copy);
}

void IntSlider::setEnabled(bool enabled)
{
    if (std::exchange(m_isEnabled, enabled) != enabled)
        Q_EMIT enabledChanged(enabled);
}

} // namespace AsyncWidgets
