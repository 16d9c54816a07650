// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/wakeup.h>

#include <asyncwidgets/detail/threadcontext.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>

#include <new>
#include <utility>

namespace AsyncWidgets::Detail {

/// Looks, in the next turn of the event loop after it was rung, whom there was no memory to tell. One for each thread,
/// from the first WakeUp there until the end of the thread.
class WakeUp::Bell final : public QObject
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
        // To the context, which has connections already: see ThreadContext::create().
        connect(
            &m_dispatcher, &QAbstractEventDispatcher::awake, &context, [this] { look(); },
            Qt::DirectConnection);
    }
    ~Bell() override { bell = nullptr; }
    Q_DISABLE_COPY_MOVE(Bell)

    void ring() ///< on any thread, while there is a WakeUp
    {
        m_isRung.store(true);
        m_dispatcher.wakeUp();
    }
    LinkedList<WakeUp> wakeUps; // of this thread

private:
    void look()
    {
        if (!m_isRung.load(std::memory_order_relaxed)) [[likely]]
            return;
        m_isRung.store(false);
        WakeUp *each = wakeUps.first();
        while (each) {
            if (each->m_isRung.exchange(false)) {
                each->m_woken(); // whoever goes on may change the list
                each = wakeUps.first();
            } else {
                each = LinkedList<WakeUp>::next(*each);
            }
        }
    }

    static thread_local Bell *bell;
    QAbstractEventDispatcher &m_dispatcher;
    std::atomic<bool> m_isRung = false;
};

constinit thread_local WakeUp::Bell *WakeUp::Bell::bell = nullptr;

WakeUp::WakeUp(std::function<void()> woken)
    : m_woken(std::move(woken))
    , m_bell(Bell::ofThisThread())
{
    m_bell.wakeUps.append(*this);
}

WakeUp::~WakeUp()
{
    m_bell.wakeUps.remove(*this);
}

void WakeUp::wake() noexcept
{
    try {
        QCoreApplication::postEvent(this, new QEvent(QEvent::User)); // owned by Qt
    } catch (const std::bad_alloc &) {
        m_isRung.store(true);
        m_bell.ring();
    }
}

bool WakeUp::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    m_woken(); // this object may be gone afterwards
    return true;
}

} // namespace AsyncWidgets::Detail
