// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of a throttled stream.

#pragma once

#include <asyncwidgets/detail/duration.h>
#include <asyncwidgets/detail/streamwait.h>
#include <asyncwidgets/detail/timerqueue.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace AsyncWidgets::Detail {

/// Goes on with the newest change as soon as the interval since the one before is over. As in every stream, changes are
/// taken by await_resume() only.
template<typename Arguments>
class ThrottledWait final : public StreamWait<Arguments>, private TimerListener
{
public:
    ThrottledWait(KeptChanges<Arguments> &changes, Duration interval)
        : StreamWait<Arguments>(changes)
        , m_interval(interval)
        , m_timer(*this)
    {
    }
    ThrottledWait(ThrottledWait &&other) noexcept
        : StreamWait<Arguments>(std::move(other))
        , m_interval(other.m_interval)
        , m_timer(*this)
    {
    }

    bool start() override
    {
        KeptChanges<Arguments> &changes = this->changes();
        changes.requireNoReader();
        if (changes.hasNext() && isDueOrTimed()) {
            changes.setReader(*this);
            return false;
        }
        changes.setReader(*this);
        if (changes.hasEnded())
            streamEnded(QString(changes.endReason()));
        return true;
    }
    bool cancel() override
    {
        m_timer.stop();
        return StreamWait<Arguments>::cancel();
    }
    [[nodiscard]] std::exception_ptr failure() const override
    {
        return m_error ? m_error
                       : this->changes().failure(std::max<qsizetype>(this->changes().count() - 1, 0));
    }
    typename StreamWait<Arguments>::Result await_resume()
    {
        KeptChanges<Arguments> &changes = this->changes();
        changes.removeReader(*this);
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        changes.setGivenTime();
        changes.dropOldest(changes.count() - 1);
        return changes.take();
    }

private:
    /// Whether the next may be given now; otherwise the timer has been started.
    bool isDueOrTimed()
    {
        const Duration left = this->changes().givenTime()
            ? m_interval - (presentTime() - *this->changes().givenTime())
            : Duration::zero();
        if (left <= Duration::zero())
            return true;
        m_timer.start(left);
        return false;
    }
    TaskRecord *changeKept() override
    {
        if (!this->hasListener() || m_timer.isActive())
            return nullptr;
        try {
            if (!isDueOrTimed())
                return nullptr;
        } catch (...) { // no memory
            m_error = std::current_exception();
        }
        return this->tellCompleted();
    }
    void streamEnded(const QString &reason) override
    {
        // The last of an interval is given also when its sender is gone.
        if (!this->hasListener() || (this->changes().hasNext() && !this->changes().isClosed()))
            return;
        static_cast<void>(ThrottledWait::cancel());
        this->cancelAndResume(reason);
    }
    void timedOut() override { this->completeAndResume(); }

    Duration m_interval;
    Timer m_timer;
    std::exception_ptr m_error;
};

} // namespace AsyncWidgets::Detail
