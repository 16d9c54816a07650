// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/callbackwait.h>

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/progresschannel.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QThread>
#include <QtCore/QtDebug>

#include <new>
#include <thread>

namespace AsyncWidgets::Detail {

CallbackState::~CallbackState() = default;

bool CallbackState::fail(const std::exception_ptr &error)
{
    return answer([&] { m_error = error; });
}

void CallbackState::drop()
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        if (m_phase != Phase::Open)
            return;
        m_phase = Phase::Dropped;
        try {
            return tell(std::move(lock));
        } catch (const std::bad_alloc &) { // in a destructor: try again until the task can be told
            std::this_thread::sleep_for(ProgressChannel::frame);
        }
    }
}

bool CallbackState::close()
{
    const std::scoped_lock lock(m_mutex);
    m_receiver = nullptr;
    return std::exchange(m_phase, Phase::Closed) == Phase::Open;
}

void CallbackState::rethrowError() const
{
    if (m_error)
        std::rethrow_exception(m_error);
}

void CallbackState::tell(std::unique_lock<std::mutex> lock)
{
    if (!m_receiver)
        return; // the question is still being asked: whoever asks looks afterwards
    try {
        if (m_receiver->thread() != QThread::currentThread()) {
            // Under the lock, so that the receiver is still there.
            QCoreApplication::postEvent(m_receiver, new QEvent(QEvent::User)); // owned by Qt
            return;
        }
    } catch (...) {
        m_phase = Phase::Open; // no memory: it is as if nobody had called
        throw;
    }
    QObject *receiver = std::exchange(m_receiver, nullptr);
    lock.unlock();
    QEvent told(QEvent::User);
    receiver->event(&told); // this state outlives it: whoever answers has it
}

/// Is told on the task's thread that there is an answer, or that there will be none.
class CallbackWaitBase::Receiver final : public QObject
{
public:
    explicit Receiver(CallbackWaitBase &wait)
        : m_wait(wait)
    {
    }
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_wait.isTold(); // this object may be gone afterwards
        return true;
    }

private:
    CallbackWaitBase &m_wait;
};

CallbackWaitBase::~CallbackWaitBase()
{
    leave();
}

bool CallbackWaitBase::start()
{
    if (m_state || m_hasMovedAway)
        refuseToStart();
    ThreadContext::withEventLoop();
    auto receiver = std::make_unique<Receiver>(*this);
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
        m_receiver = std::move(receiver);
        m_state->m_receiver = m_receiver.get();
        return true;
    case CallbackState::Phase::Dropped:
        m_receiver = std::move(receiver);
        QCoreApplication::postEvent(m_receiver.get(), new QEvent(QEvent::User)); // owned by Qt
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
    const std::unique_ptr<QObject> receiver = std::move(m_receiver);
    if (!receiver)
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

bool CallbackWaitBase::hasFailed() const
{
    return m_state && m_state->hasFailed();
}

void CallbackWaitBase::isTold()
{
    const std::unique_ptr<QObject> receiver = std::move(m_receiver); // until this returns
    std::unique_lock lock(m_state->m_mutex);
    const bool isDropped = m_state->m_phase == CallbackState::Phase::Dropped;
    lock.unlock();
    if (isDropped)
        completeCancelled(
            QCoreApplication::translate("AsyncWidgets", "its callback was dropped without being called"));
    else
        complete();
}

} // namespace AsyncWidgets::Detail
