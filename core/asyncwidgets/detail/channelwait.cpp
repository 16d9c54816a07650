// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/channelwait.h>

#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

#include <utility>

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

void ChannelState::close() noexcept
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
    if (isOver(side))
        return false;
    const qsizetype there = side == Receiving ? m_count : m_capacity - m_count;
    return there > m_sides[side].promised;
}

void ChannelState::changeCount(qsizetype by) noexcept
{
    m_count += by;
    promiseWhatIsFree();
}

void ChannelState::promiseWhatIsFree() noexcept
{
    for (const Side side : { Receiving, Sending }) {
        auto &[waiting, promised] = m_sides[side];
        while (!waiting.empty()) {
            const bool isPromised = hasFree(side);
            if (!isPromised && !isOver(side))
                break;
            waiting.front()->tell(isPromised ? ChannelWait::Phase::Promised : ChannelWait::Phase::Closed);
            waiting.pop_front();
            promised += isPromised ? 1 : 0;
        }
    }
}

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
    auto wakeUp = std::make_unique<WakeUp>([this] { goOn(); });
    leave(); // a promise of an earlier time, which nobody has taken
    const std::scoped_lock lock(m_state->m_mutex);
    if (m_state->hasFree(m_side)) {
        ++m_state->m_sides[m_side].promised;
        m_phase = Phase::Promised;
    } else if (m_state->isOver(m_side)) {
        m_phase = Phase::Closed;
    } else {
        auto &waiting = m_state->m_sides[m_side].waiting;
        m_place = waiting.insert(waiting.end(), this);
        m_phase = Phase::Waiting;
        m_wakeUp = std::move(wakeUp);
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

void ChannelWait::tell(Phase phase) noexcept
{
    m_phase = phase;
    m_wakeUp->wake();
}

void ChannelWait::goOn()
{
    std::unique_lock lock(m_state->m_mutex); // whoever has told it has left
    const std::unique_ptr<WakeUp> wakeUp = std::move(m_wakeUp); // until this returns
    lock.unlock();
    completeAndResume();
}

void ChannelWait::leave()
{
    {
        const std::scoped_lock lock(m_state->m_mutex);
        if (m_phase == Phase::Waiting)
            m_state->m_sides[m_side].waiting.erase(m_place);
        if (isPromised()) {
            takePromise();
            m_state->promiseWhatIsFree();
        }
        m_phase = Phase::None;
    }
    m_wakeUp.reset();
}

} // namespace AsyncWidgets::Detail
