// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// ProgressChannel: carries the latest value of a number from a working thread to the window, once per frame.

#pragma once

#include <asyncwidgets/detail/ownthread.h>
#include <asyncwidgets/global.h>

#include <QtCore/QObject>

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>

namespace AsyncWidgets {

namespace Detail {
class BackgroundWaitBase;
}

/// A worker reports as often as it likes, which costs it one store; the thread on which the channel lives takes the
/// latest value at most once per frame, in its event loop. Values in between are skipped; the last one is delivered
/// by stop().
class ASYNCWIDGETS_EXPORT ProgressChannel final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds frame {
        16
    }; ///< the time between two values, a 60 Hz display's frame

    explicit ProgressChannel(QObject *parent = nullptr); ///< rests until start()
    /// On any thread; on a thread other than its own, only while nobody reports and its event loop is not running.
    ~ProgressChannel() override;

    /// Sets the latest value, on any thread. What is not a number (0 of 0, say) is refused: the value before it
    /// stays, and a warning says so the first time. The channel must outlive the call.
    void report(double value) noexcept
    {
        if (value == value) [[likely]] // not NaN
            m_latest.store(value, std::memory_order_relaxed);
        else
            refuse();
    }

    /// Begins to look for values, on the channel's thread. What was reported before is forgotten.
    /// Throws WaitError on a thread without an event loop.
    void start();
    /// Delivers the last value, if it is new, and stops looking. That includes what the worker reported before the
    /// caller learned of its end, by a queued signal for instance.
    void stop();
    [[nodiscard]] bool isActive() const { return m_frameTimer != nullptr; } ///< between start() and stop()

Q_SIGNALS:
    /// A new value, on the channel's thread, while it is active.
    void valueChanged(double value);

private:
    friend class Detail::BackgroundWaitBase;
    void startFrameTimer(); ///< start() without forgetting
    void deliver();
    void refuse() noexcept;

    static constexpr double none = std::numeric_limits<double>::quiet_NaN();

    alignas(64) std::atomic<double> m_latest
        = none; // alone in its cache line: the worker writes it all the time
    alignas(64) double m_delivered = none;
    class FrameTimer;
    std::unique_ptr<QObject, Detail::DestroyOnItsThread> m_frameTimer; // while it is active
    std::atomic<bool> m_hasRefused = false;
};

} // namespace AsyncWidgets
