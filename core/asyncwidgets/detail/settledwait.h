// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The waits of waitUntilSettled(): for a signal, and for a stream.

#pragma once

#include <asyncwidgets/detail/duration.h>
#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/detail/streamwait.h>
#include <asyncwidgets/detail/timerqueue.h>

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <chrono>
#include <exception>

namespace AsyncWidgets::Detail {

/// How long it must be quiet, and how long to wait for that at most, from the first change on.
struct QuietTime
{
    Duration quiet;
    Duration atMost = Duration::max();
};

/// Tells when something has been quiet for a while. One timer for a burst of any length: it is started again only when
/// it was up too early.
class ASYNCWIDGETS_EXPORT QuietTimer
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    QuietTimer(TimerListener &listener, QuietTime time)
        : m_time(time)
        , m_timer(listener)
    {
    }

    [[nodiscard]] const QuietTime &time() const { return m_time; }
    /// Starts to wait for the end of the quiet time, unless it does. Throws as Timer::start() does.
    void start(TimePoint oldest, TimePoint newest);
    void stop() { m_timer.stop(); }
    [[nodiscard]] bool isActive() const { return m_timer.isActive(); }
    /// How long it takes until it has settled if nothing comes any more; nothing or less if it has.
    [[nodiscard]] Duration left(TimePoint oldest, TimePoint newest) const;
    /// When the time was up: whether it has settled. Otherwise it has started again.
    [[nodiscard]] bool hasSettled(TimePoint oldest, TimePoint newest);
    [[nodiscard]] QString describe(const QString &source) const;

private:
    friend struct MemoryLayout;

    QuietTime m_time;
    Timer m_timer;
};

/// A wait with such a timer. A base, so that a debugger finds it whatever the size of what stands before it.
class QuietTimed : protected TimerListener
{
protected:
    explicit QuietTimed(QuietTime time)
        : m_timer(*this, time)
    {
    }
    virtual ~QuietTimed() = default; // g++ would warn, as a friend could delete it

    friend struct MemoryLayout;

    QuietTimer m_timer;
};

template<typename Arguments>
class SettledWait : public SignalWait<Arguments>, private QuietTimed
{
public:
    SettledWait(QObject &sender, int signalIndex, QuietTime time)
        : SignalWait<Arguments>(sender, signalIndex)
        , QuietTimed(time)
    {
    }
    SettledWait(SettledWait &&other) noexcept
        : SignalWait<Arguments>(std::move(other))
        , QuietTimed(other.m_timer.time())
    {
    }

    bool cancel() override
    {
        m_timer.stop();
        return SignalWait<Arguments>::cancel();
    }
    [[nodiscard]] std::exception_ptr failure() const override
    {
        return m_error ? m_error : SignalWait<Arguments>::failure();
    }
    [[nodiscard]] QString description() const override
    {
        return m_timer.describe(SignalWait<Arguments>::description());
    }

    typename SignalResultOf<Arguments>::Type await_resume()
    {
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        return SignalWait<Arguments>::await_resume();
    }

private:
    TaskRecord *signalEmitted(SharedConnection &connection, void **arguments) override
    {
        connection.keepWaiting(*this);
        if (!this->hasListener())
            return nullptr;
        this->m_arguments.store(arguments);
        m_newest = presentTime();
        if (!m_timer.isActive())
            m_oldest = m_newest;
        try {
            m_timer.start(m_oldest, m_newest);
        } catch (...) { // no memory
            m_error = std::current_exception();
            static_cast<void>(SettledWait::cancel());
            return this->tellCompleted();
        }
        return nullptr;
    }
    void senderIsGone(const QString &reason) override
    {
        m_timer.stop(); // in a combination this object outlives its own wait
        SignalWait<Arguments>::senderIsGone(reason);
    }
    void timedOut() override
    {
        try {
            if (!m_timer.hasSettled(m_oldest, m_newest))
                return;
        } catch (...) {
            m_error = std::current_exception();
        }
        static_cast<void>(SettledWait::cancel());
        this->completeAndResume();
    }

    std::chrono::steady_clock::time_point m_oldest; // of those since it has started
    std::chrono::steady_clock::time_point m_newest;
    std::exception_ptr m_error;
};

/// The changes stay in the stream until it has been quiet and await_resume() takes the last: who is cancelled before
/// leaves them, and the time that it has been quiet, to the next wait.
template<typename Arguments>
class SettledStreamWait final : public StreamWait<Arguments>, private QuietTimed
{
public:
    SettledStreamWait(KeptChanges<Arguments> &changes, QuietTime time)
        : StreamWait<Arguments>(changes)
        , QuietTimed(time)
    {
    }
    SettledStreamWait(SettledStreamWait &&other) noexcept
        : StreamWait<Arguments>(std::move(other))
        , QuietTimed(other.m_timer.time())
    {
    }

    bool start() override
    {
        KeptChanges<Arguments> &changes = this->changes();
        changes.requireNoReader();
        const auto newest = changes.newestTime();
        if (changes.hasNext()) {
            if (m_timer.left(changes.oldestTime(), newest) <= Duration::zero()) {
                changes.setReader(*this);
                m_settled = changes.count();
                return false;
            }
            m_timer.start(changes.oldestTime(), newest);
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
        return m_error ? m_error : this->changes().failure(std::max<qsizetype>(numberOfResult(), 0));
    }
    [[nodiscard]] QString description() const override
    {
        return m_timer.describe(StreamWait<Arguments>::description());
    }
    typename StreamWait<Arguments>::Result await_resume()
    {
        KeptChanges<Arguments> &changes = this->changes();
        changes.removeReader(*this);
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        changes.dropOldest(numberOfResult());
        return changes.take();
    }

private:
    /// Of those that are kept, from 0; the stream may have been given a bound since it settled.
    [[nodiscard]] qsizetype numberOfResult() const
    {
        return std::min(m_settled, this->changes().count()) - 1;
    }
    TaskRecord *changeKept() override
    {
        if (!this->hasListener())
            return nullptr; // it has settled before
        try {
            m_timer.start(this->changes().oldestTime(), this->changes().newestTime());
        } catch (...) { // no memory
            m_error = std::current_exception();
            return this->tellCompleted();
        }
        return nullptr;
    }
    void streamEnded(const QString &reason) override
    {
        // What is kept settles also when its sender is gone, but not when nobody wants it any more.
        if (!this->hasListener() || (this->changes().hasNext() && !this->changes().isClosed()))
            return;
        static_cast<void>(SettledStreamWait::cancel());
        this->cancelAndResume(reason);
    }
    void timedOut() override
    {
        try {
            if (!m_timer.hasSettled(this->changes().oldestTime(), this->changes().newestTime()))
                return;
        } catch (...) {
            m_error = std::current_exception();
        }
        m_settled = this->changes().count();
        this->completeAndResume();
    }

    qsizetype m_settled = 0; // how many of the kept changes; the last of them is the result
    std::exception_ptr m_error;
};

} // namespace AsyncWidgets::Detail
