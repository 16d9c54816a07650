// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/sleepwait.h>

namespace AsyncWidgets::Detail {

bool SleepWait::start()
{
    m_timer.start(m_duration);
    return true;
}

bool SleepWait::cancel()
{
    m_timer.stop();
    return true;
}

QString SleepWait::description() const
{
    return describeDuration(m_duration);
}

} // namespace AsyncWidgets::Detail
