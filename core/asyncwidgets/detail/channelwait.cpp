// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/channelwait.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>

#include <atomic>
#include <new>
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
            // What is left in a closed channel can be received; nothing more comes in.
            const bool isPromised = hasFree(side) && !(side == Sending && m_isClosed);
            if (!isPromised && !m_isClosed)
                break;
            waiting.front()->tell(isPromised ? ChannelWait::Phase::Promised : ChannelWait::Phase::Closed);
            waiting.pop_front();
            promised += isPromised ? 1 : 0;
        }
    }
}

/// Knows who waits at channels on its thread, and is rung where there is no memory for an event: then it looks, in the
/// next turn of the event loop, who can go on. One for each thread, from its first wait until its end.
class ChannelWait::Bell final : public QObject
{
public:
    static Bell &ofThisThread()
    {
        ThreadContext &context = ThreadContext::withEventLoop();
        if (!bell)
            bell = new Bell(context);
        return *bell;
    }
    explicit Bell(ThreadContext &context)
        : QObject(&context) // which owns it
        , m_dispatcher(*QAbstractEventDispatcher::instance())
    {
        connect(&m_dispatcher, &QAbstractEventDispatcher::awake, this, &Bell::look, Qt::DirectConnection);
    }
    ~Bell() override { bell = nullptr; }
    Q_DISABLE_COPY_MOVE(Bell)

    void ring() ///< on any thread, while somebody waits here
    {
        m_isRung.store(true);
        m_dispatcher.wakeUp();
    }
    LinkedList<ChannelWait> waits; // on this thread

private:
    void look()
    {
        if (!m_isRung.load(std::memory_order_relaxed)) [[likely]]
            return;
        m_isRung.store(false);
        ChannelWait *wait = waits.first();
        while (wait) {
            // Whoever goes on may change the list.
            wait = wait->isOverUnheard() ? (wait->goOn(), waits.first())
                                         : LinkedList<ChannelWait>::next(*wait);
        }
    }

    static thread_local Bell *bell;
    QAbstractEventDispatcher &m_dispatcher;
    std::atomic<bool> m_isRung = false;
};

constinit thread_local ChannelWait::Bell *ChannelWait::Bell::bell = nullptr;

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
        m_wait.goOn(); // and this object is gone
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
    Bell &bell = Bell::ofThisThread();
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
        m_isRung = false;
        m_bell = &bell;
        bell.waits.append(*this);
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
    try {
        QCoreApplication::postEvent(m_receiver.get(), new QEvent(QEvent::User)); // owned by Qt
    } catch (const std::bad_alloc &) {
        m_isRung = true;
        m_bell->ring();
    }
}

bool ChannelWait::isOverUnheard() const
{
    const std::scoped_lock lock(m_state->m_mutex);
    return m_isRung;
}

void ChannelWait::goOn()
{
    std::unique_lock lock(m_state->m_mutex); // whoever has told it has left
    const std::unique_ptr<QObject> receiver = std::move(m_receiver); // until this returns
    lock.unlock();
    std::exchange(m_bell, nullptr)->waits.remove(*this);
    complete();
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
    m_receiver.reset();
    if (m_bell)
        std::exchange(m_bell, nullptr)->waits.remove(*this);
}

} // namespace AsyncWidgets::Detail
