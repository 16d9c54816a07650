// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of sleepFor().

#pragma once

#include <asyncwidgets/detail/duration.h>
#include <asyncwidgets/detail/timerqueue.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/task.h>

namespace AsyncWidgets::Detail {

class ASYNCWIDGETS_EXPORT SleepWait final : public Wait, private TimerListener
{
public:
    explicit SleepWait(Duration duration)
        : m_duration(duration)
        , m_timer(*this)
    {
    }
    SleepWait(SleepWait &&other) noexcept
        : SleepWait(other.m_duration)
    {
    }

    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    void await_resume() const { }

private:
    friend struct MemoryLayout;
    void timedOut() override { completeAndResume(); }

    Duration m_duration;
    Timer m_timer;
};

} // namespace AsyncWidgets::Detail
