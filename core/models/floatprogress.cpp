// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "models/floatprogress.h"

#include <QtCore/QString>
#include <QtCore/QtDebug>

#include <cmath>

namespace AsyncWidgets {

namespace {

bool isFinite(double number, const char *function)
{
    if (std::isfinite(number))
        return true;
    qWarning("FloatProgress::%s: %s is refused; it must be a finite number.", function,
        qPrintable(QString::number(number)));
    return false;
}

} // namespace

FloatProgress::FloatProgress(QObject *parent)
    : QObject(parent)
{
}

void FloatProgress::setValue(double value)
{
    if (!isFinite(value, "setValue"))
        return;
    m_number.setValue(value);
    m_number.tell(*this);
}

void FloatProgress::setMinimum(double minimum)
{
    if (!isFinite(minimum, "setMinimum"))
        return;
    m_number.setMinimum(minimum);
    m_number.tell(*this);
}

void FloatProgress::setMaximum(double maximum)
{
    if (!isFinite(maximum, "setMaximum"))
        return;
    m_number.setMaximum(maximum);
    m_number.tell(*this);
}

void FloatProgress::setRange(double minimum, double maximum)
{
    if (!isFinite(minimum, "setRange") || !isFinite(maximum, "setRange"))
        return;
    m_number.setRange(minimum, maximum);
    m_number.tell(*this);
}

} // namespace AsyncWidgets
