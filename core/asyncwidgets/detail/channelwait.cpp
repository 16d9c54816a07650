// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/channelwait.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>

#include <new>

namespace AsyncWidgets::Detail {

ChannelState::ChannelState(qsizetype capacity)
    : m_capacity(capacity)
{
    if (capacity < 1) {
        throw WaitError(QStringLiteral("Channel: there is no channel for %1 values; it must be 1 or more.")
                .arg(capacity));
    }
}

ChannelState::~ChannelState() = default;

void ChannelState::close()
{
    const std::scoped_lock lock(m_mutex);
    m_isClosed = true;
    promiseWhatIsFree();
}

bool ChannelState::isClosed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_isClosed;
}

qsizetype ChannelState::count() const
{
    const std::scoped_lock lock(m_mutex);
    return m_count;
}

bool ChannelState::hasFree(Side side) const
{
    const qsizetype there = side == Receiving ? m_count : m_capacity - m_count;
    return there > m_sides[side].promised;
}

void ChannelState::changeCount(qsizetype by)
{
    m_count += by;
    promiseWhatIsFree();
}

void ChannelState::promiseWhatIsFree()
{
    for (const Side side : { Receiving, Sending }) {
        auto &[waiting, promised] = m_sides[side];
        while (!waiting.empty()) {
            // What is left in a closed channel can be received; nothing more comes in.
            const bool isPromised = hasFree(side) && !(side == Sending && m_isClosed);
            if (!isPromised && !m_isClosed)
                break;
            // Where there is no memory to tell it, nothing has changed: whoever uses the channel next tries again.
            waiting.front()->tell(isPromised ? ChannelWait::Phase::Promised : ChannelWait::Phase::Closed);
            waiting.pop_front();
            promised += isPromised ? 1 : 0;
        }
    }
}

/// Is told on the task's thread that the wait is over.
class ChannelWait::Receiver final : public QObject
{
public:
    explicit Receiver(ChannelWait &wait)
        : m_wait(wait)
    {
    }
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        std::unique_lock lock(m_wait.m_state->m_mutex); // whoever has posted this has left it
        const std::unique_ptr<QObject> self = std::move(m_wait.m_receiver); // until this returns
        lock.unlock();
        m_wait.complete();
        return true;
    }

private:
    ChannelWait &m_wait;
};

ChannelWait::ChannelWait(std::shared_ptr<ChannelState> state, ChannelState::Side side)
    : m_state(std::move(state))
    , m_side(side)
{
}

ChannelWait::ChannelWait(ChannelWait &&other) noexcept
    : Wait()
    , m_state(other.m_state)
    , m_side(other.m_side)
{
}

ChannelWait::~ChannelWait()
{
    leave();
}

bool ChannelWait::start()
{
    ThreadContext::withEventLoop();
    leave(); // a promise of an earlier time, which nobody has taken
    auto receiver = std::make_unique<Receiver>(*this);
    const std::scoped_lock lock(m_state->m_mutex);
    if (m_state->hasFree(m_side) && !(m_side == ChannelState::Sending && m_state->m_isClosed)) {
        ++m_state->m_sides[m_side].promised;
        m_phase = Phase::Promised;
    } else if (m_state->m_isClosed) {
        m_phase = Phase::Closed;
    } else {
        auto &waiting = m_state->m_sides[m_side].waiting;
        m_place = waiting.insert(waiting.end(), this);
        m_phase = Phase::Waiting;
        m_receiver = std::move(receiver);
    }
    return m_phase == Phase::Waiting;
}

bool ChannelWait::cancel()
{
    leave();
    return true;
}

QString ChannelWait::description() const
{
    return m_side == ChannelState::Receiving
        ? QCoreApplication::translate("AsyncWidgets", "a value in a channel")
        : QCoreApplication::translate("AsyncWidgets", "room in a channel");
}

void ChannelWait::takePromise()
{
    m_phase = Phase::None;
    --m_state->m_sides[m_side].promised;
}

void ChannelWait::tell(Phase phase)
{
    QCoreApplication::postEvent(m_receiver.get(), new QEvent(QEvent::User)); // owned by Qt
    m_phase = phase;
}

void ChannelWait::leave()
{
    {
        const std::scoped_lock lock(m_state->m_mutex);
        if (m_phase == Phase::Waiting)
            m_state->m_sides[m_side].waiting.erase(m_place);
        if (isPromised()) {
            takePromise();
            try {
                m_state->promiseWhatIsFree();
            } catch (const std::bad_alloc &) {
                // This may be a destructor.
            }
        }
        m_phase = Phase::None;
    }
    m_receiver.reset();
}

} // namespace AsyncWidgets::Detail
