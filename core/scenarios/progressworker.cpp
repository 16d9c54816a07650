// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// This runs on a thread of its own, so that the window stays free. Each report
// costs one store: the window takes the latest value when it paints.

#include "scenarios/progressworker.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QElapsedTimer>
#include <QtCore/QMutexLocker>

namespace AsyncWidgets {

void ProgressWorker::work(int steps, std::chrono::milliseconds stepDelay)
{
    for (int i = 0; i < steps; ++i) {
        if (!doStep(stepDelay)) {
            Q_EMIT finished(false);
            return;
        }
        m_progress.report((i + 1.0) / steps);
    }
    Q_EMIT finished(true);
}

bool ProgressWorker::doStep(std::chrono::milliseconds duration)
{
    const QMutexLocker lock(&m_mutex);
    std::chrono::nanoseconds left = duration;
    while (!m_isCancelled && (m_isPaused || left.count() > 0)) {
        QElapsedTimer elapsed;
        elapsed.start();
        m_changed.wait(&m_mutex,
            m_isPaused ? QDeadlineTimer(QDeadlineTimer::Forever)
                       : QDeadlineTimer(left, Qt::PreciseTimer));
        if (!m_isPaused)
            left -= std::chrono::nanoseconds(elapsed.nsecsElapsed());
    }
    return !m_isCancelled;
}

void ProgressWorker::setPaused(bool paused)
{
    const QMutexLocker lock(&m_mutex);
    m_isPaused = paused;
    m_changed.wakeAll();
}

void ProgressWorker::cancel()
{
    const QMutexLocker lock(&m_mutex);
    m_isCancelled = true;
    m_changed.wakeAll();
}

void ProgressWorker::prepare()
{
    const QMutexLocker lock(&m_mutex);
    m_isPaused = false;
    m_isCancelled = false;
}

BackgroundProgress::BackgroundProgress(QObject *parent)
    : QObject(parent)
{
    m_worker.moveToThread(&m_thread);
    connect(&m_progress, &ProgressChannel::valueChanged, this,
        &BackgroundProgress::valueChanged);
    const auto end = [this](bool isComplete) {
        m_progress.stop(); // delivers the last value
        setState(State::Idle);
        Q_EMIT finished(isComplete);
    };
    connect(&m_worker, &ProgressWorker::finished, this, end);
}

BackgroundProgress::~BackgroundProgress()
{
    m_worker.cancel();
    m_thread.quit();
    m_thread.wait(); // not for the work: the worker is awake, and only returns
}

void BackgroundProgress::start(int steps, std::chrono::milliseconds stepDelay)
{
    if (m_state != State::Idle)
        return;
    m_worker.prepare();
    m_progress.start();
    m_thread.start(); // nothing if it runs already
    QMetaObject::invokeMethod(&m_worker,
        [this, steps, stepDelay] { m_worker.work(steps, stepDelay); });
    setState(State::Working);
}

void BackgroundProgress::pause()
{
    if (m_state != State::Working)
        return;
    m_worker.setPaused(true);
    setState(State::Paused);
}

void BackgroundProgress::resume()
{
    if (m_state != State::Paused)
        return;
    m_worker.setPaused(false);
    setState(State::Working);
}

void BackgroundProgress::cancel()
{
    if (m_state != State::Idle)
        m_worker.cancel();
}

void BackgroundProgress::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace AsyncWidgets
