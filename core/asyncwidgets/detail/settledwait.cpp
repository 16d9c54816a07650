// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/settledwait.h>

#include <algorithm>

namespace AsyncWidgets::Detail {

void QuietTimer::start(TimePoint oldest, TimePoint newest)
{
    if (!m_timer.isActive())
        m_timer.start(std::max(left(oldest, newest), Duration::zero()));
}

Duration QuietTimer::left(TimePoint oldest, TimePoint newest) const
{
    const TimePoint now = presentTime();
    return std::min(m_time.quiet - (now - newest), m_time.atMost - (now - oldest));
}

bool QuietTimer::hasSettled(TimePoint oldest, TimePoint newest)
{
    if (left(oldest, newest) <= Duration::zero())
        return true;
    start(oldest, newest);
    return false;
}

QString QuietTimer::describe(const QString &source) const
{
    const QuietTime time = m_time; // a translator may let the task go on, and this object go
    const QString duration = describeDuration(time.quiet);
    QString quiet = QCoreApplication::translate("AsyncWidgets", "%1 quiet for %2").arg(source, duration);
    if (time.atMost == Duration::max())
        return quiet;
    const QString limit = describeDuration(time.atMost);
    return QCoreApplication::translate("AsyncWidgets", "%1, at most %2").arg(quiet, limit);
}

} // namespace AsyncWidgets::Detail
