// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The work in the background: an object that works on a thread of its own,
/// step by step.

#pragma once

#include <asyncwidgets/progresschannel.h>

#include <QtCore/QMutex>
#include <QtCore/QObject>
#include <QtCore/QThread>
#include <QtCore/QWaitCondition>

#include <chrono>

namespace AsyncWidgets {

/// Does the steps. Lives on the worker's thread; setPaused() and cancel() may
/// be called on any thread and take effect at once, even in mid-step.
class ProgressWorker final : public QObject
{
    Q_OBJECT

public:
    explicit ProgressWorker(ProgressChannel &progress)
        : m_progress(progress)
    {
    }

    /// Works on the present thread until all steps are done or it is cancelled,
    /// and emits finished().
    void work(int steps, std::chrono::milliseconds stepDelay);
    void setPaused(bool paused);
    void cancel();
    void prepare(); ///< for the next work(): forgets a pause or a cancel()

Q_SIGNALS:
    void finished(bool isComplete);

private:
    /// \returns false if it was cancelled
    [[nodiscard]] bool doStep(std::chrono::milliseconds duration);

    ProgressChannel &m_progress;
    QMutex m_mutex;
    QWaitCondition m_changed;
    bool m_isPaused = false; // guarded by the mutex
    bool m_isCancelled = false; // guarded by the mutex
};

/// Owns the thread and the worker on it: what the GUI thread sees of both.
class BackgroundProgress final : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Working, Paused };
    Q_ENUM(State)

    static constexpr int minimumSteps = 1;
    static constexpr int maximumSteps = 1'000'000;
    static constexpr int maximumStepDelay = 10'000; ///< ms

    explicit BackgroundProgress(QObject *parent = nullptr);
    /// Cancels the work and ends the thread.
    ~BackgroundProgress() override;

    [[nodiscard]] State state() const { return m_state; }

    /// Works in \a steps of \a stepDelay each. Does nothing unless Idle.
    void start(int steps, std::chrono::milliseconds stepDelay);
    void pause();
    void resume();
    void cancel();

Q_SIGNALS:
    void stateChanged();
    /// From 0 to 1, at most once per frame, the last one in any case.
    void valueChanged(double value);
    void finished(bool isComplete); ///< false if it was cancelled

private:
    void setState(State state);

    ProgressChannel m_progress;
    ProgressWorker m_worker { m_progress };
    QThread m_thread;
    State m_state = State::Idle;
};

} // namespace AsyncWidgets
