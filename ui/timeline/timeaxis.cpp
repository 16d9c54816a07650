// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/timeaxis.h"

#include <algorithm>

namespace AsyncWidgets {

TimeAxis::TimeAxis(QObject *parent)
    : QObject(parent)
{
}

TimeAxis::Time TimeAxis::newest() const
{
    return m_frozenAt.value_or(Clock::now());
}

void TimeAxis::setFrozen(bool frozen)
{
    if (frozen == isFrozen())
        return;
    m_frozenAt = frozen ? std::optional(Clock::now()) : std::nullopt;
    const bool hadMoment = m_moment.has_value();
    m_moment.reset();
    m_isChosen = false;
    Q_EMIT frozenChanged(frozen);
    if (hadMoment)
        Q_EMIT momentChanged();
}

void TimeAxis::setMoment(Time moment)
{
    setFrozen(true);
    m_isChosen = true;
    read(moment);
}

void TimeAxis::hover(Time moment)
{
    if (isFrozen() && !m_isChosen)
        read(moment);
}

void TimeAxis::read(Time moment)
{
    const Time shown = std::clamp(moment, oldest(), newest());
    if (m_moment == shown)
        return;
    m_moment = shown;
    Q_EMIT momentChanged();
}

void TimeAxis::moveMoment(std::chrono::milliseconds by)
{
    setMoment(m_moment.value_or(newest()) + by);
}

void TimeAxis::setRange(double left, double right)
{
    if (m_left == left && m_right == right)
        return;
    m_left = left;
    m_right = std::max(right, left + 1);
    Q_EMIT rangeChanged();
}

double TimeAxis::xOf(Time time) const
{
    const auto age = std::chrono::duration<double>(newest() - time) / std::chrono::duration<double>(span);
    return m_right - age * (m_right - m_left);
}

TimeAxis::Time TimeAxis::timeAt(double x) const
{
    const double age = (m_right - x) / (m_right - m_left);
    return newest() - std::chrono::duration_cast<Clock::duration>(age * std::chrono::duration<double>(span));
}

} // namespace AsyncWidgets
