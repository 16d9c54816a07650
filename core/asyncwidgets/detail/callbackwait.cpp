// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/callbackwait.h>

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QThread>
#include <QtCore/QtDebug>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

CallbackState::~CallbackState() = default;

bool CallbackState::fail(const std::exception_ptr &error)
{
    return answer([&] {
        m_error = error
            ? error
            : std::make_exception_ptr(WaitError(u"Resume::withException: the exception is null; pass "
                                                "std::current_exception() inside of a catch block."_s));
    });
}

void CallbackState::drop() noexcept
{
    std::unique_lock lock(m_mutex);
    if (m_phase != Phase::Open)
        return;
    m_phase = Phase::Dropped;
    tell(std::move(lock));
}

bool CallbackState::close()
{
    const std::scoped_lock lock(m_mutex);
    m_wakeUp = nullptr;
    return std::exchange(m_phase, Phase::Closed) == Phase::Open;
}

void CallbackState::rethrowError() const
{
    if (m_error)
        std::rethrow_exception(m_error);
}

void CallbackState::tell(std::unique_lock<std::mutex> lock) noexcept
{
    if (!m_wakeUp)
        return; // the question is still being asked: whoever asks looks afterwards
    if (m_wakeUp->thread() != QThread::currentThread()) {
        m_wakeUp->wake(); // with the lock, so that it is still there
        return;
    }
    WakeUp *wakeUp = std::exchange(m_wakeUp, nullptr);
    lock.unlock();
    wakeUp->wakeNow(); // this state outlives it: whoever answers has it
}

CallbackWaitBase::~CallbackWaitBase()
{
    leave();
}

bool CallbackWaitBase::start()
{
    if (m_state || m_hasMovedAway)
        refuseToStart();
    auto wakeUp = std::make_unique<WakeUp>([this] { isTold(); });
    m_state = makeState();
    try {
        m_onCancel = ask();
    } catch (...) {
        m_state->close();
        throw;
    }
    const std::unique_lock lock(m_state->m_mutex);
    switch (m_state->m_phase) {
    case CallbackState::Phase::Open:
        m_wakeUp = std::move(wakeUp);
        m_state->m_wakeUp = m_wakeUp.get();
        return true;
    case CallbackState::Phase::Dropped:
        m_wakeUp = std::move(wakeUp);
        m_wakeUp->wake();
        return true;
    case CallbackState::Phase::Answered:
    case CallbackState::Phase::Closed:
        break;
    }
    return false;
}

bool CallbackWaitBase::cancel()
{
    leave();
    return true;
}

void CallbackWaitBase::leave()
{
    // Whoever is told of the cancellation may end anything, so that comes last.
    const std::unique_ptr<WakeUp> wakeUp = std::move(m_wakeUp);
    if (!wakeUp)
        return;
    const bool isUnanswered = m_state->close();
    if (const std::function<void()> onCancel = std::exchange(m_onCancel, nullptr); onCancel && isUnanswered) {
        try {
            onCancel();
        } catch (...) {
            qWarning().noquote()
                << "AsyncWidgets: what waitForCallback() was to call when it is cancelled threw:"
                << describeException(std::current_exception());
        }
    }
}

QString CallbackWaitBase::description() const
{
    return QCoreApplication::translate("AsyncWidgets", "a callback");
}

std::exception_ptr CallbackWaitBase::failure() const
{
    return m_state ? m_state->error() : nullptr;
}

void CallbackWaitBase::isTold()
{
    const std::unique_ptr<WakeUp> wakeUp = std::move(m_wakeUp); // until this returns
    std::unique_lock lock(m_state->m_mutex);
    const bool isDropped = m_state->m_phase == CallbackState::Phase::Dropped;
    lock.unlock();
    if (isDropped)
        cancelAndResume(reasonInWords(
            QT_TRANSLATE_NOOP("AsyncWidgets", "its callback was dropped without being called")));
    else
        completeAndResume();
}

} // namespace AsyncWidgets::Detail
