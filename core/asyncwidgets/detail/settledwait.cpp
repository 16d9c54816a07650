// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/settledwait.h>

#include <algorithm>

namespace AsyncWidgets::Detail {

void QuietTimer::start(std::chrono::steady_clock::time_point newest)
{
    if (!m_timer.isActive())
        m_timer.start(std::max(m_quiet - (std::chrono::steady_clock::now() - newest), Duration::zero()));
}

bool QuietTimer::hasSettled(std::chrono::steady_clock::time_point newest)
{
    if (std::chrono::steady_clock::now() - newest >= m_quiet)
        return true;
    start(newest);
    return false;
}

QString QuietTimer::describe(const QString &source) const
{
    return QCoreApplication::translate("AsyncWidgets", "%1 quiet for %2")
        .arg(source, describeDuration(m_quiet));
}

} // namespace AsyncWidgets::Detail
