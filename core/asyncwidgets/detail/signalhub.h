// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// One connection per sender, signal and thread, and behind it the list of everyone who waits for that signal.

#pragma once

#include <asyncwidgets/detail/signaltraits.h>
#include <asyncwidgets/global.h>

#include <QtCore/QMutex>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <array>
#include <atomic>
#include <memory>
#include <utility>

namespace AsyncWidgets::Detail {

class Runner;
class SignalHub;
class TaskRecord;
class ThreadContext;

/// A place in a list of waiters; next is nullptr while it is in none.
struct SignalWaiterLink
{
    SignalWaiterLink() = default;
    Q_DISABLE_COPY_MOVE(SignalWaiterLink)

    SignalWaiterLink *previous = nullptr;
    SignalWaiterLink *next = nullptr;
};

/// Whoever waits for a signal. Linked into at most one hub; unlinked before it is told anything.
class ASYNCWIDGETS_EXPORT SignalWaiter : private SignalWaiterLink
{
public:
    explicit SignalWaiter(QObject &sender)
        : m_sender(&sender)
    {
    }

    /// The signal was emitted. \a arguments is laid out as in QObject::qt_metacall: the first argument is number 1.
    /// Called inside the emission, on the thread of the waiter; to wait for the next one, hub.add().
    /// Returns the task that is to go on now, or nullptr. This object may be gone afterwards.
    [[nodiscard]] virtual TaskRecord *signalEmitted(SignalHub &hub, void **arguments) = 0;
    /// The signal can never come again, because of \a reason. This object may be gone afterwards.
    virtual void senderIsGone(const QString &reason) = 0;

    [[nodiscard]] bool isLinked() const { return next != nullptr; }
    [[nodiscard]] QObject &sender() const { return *m_sender; } ///< only while it is not linked; may be gone
    [[nodiscard]] QString signalDescription() const; ///< "sender.signal" while linked
    void unlink(); ///< stops waiting; the last one closes the connection

protected:
    ~SignalWaiter()
    {
        if (isLinked())
            unlink();
    }

private:
    friend class SignalHub;
    friend class SignalWaiterList;
    // There may be a million: while it is linked, its hub knows the sender.
    union {
        QObject *m_sender;
        SignalHub *m_hub; // while linked
    };
};

/// A ring of waiters in the order in which they began to wait. A waiter can leave it without knowing which it is in.
class SignalWaiterList
{
public:
    SignalWaiterList() { clear(); }
    Q_DISABLE_COPY_MOVE(SignalWaiterList)

    [[nodiscard]] bool isEmpty() const { return m_ring.next == &m_ring; }
    [[nodiscard]] SignalWaiter *takeFirst()
    {
        auto &first = static_cast<SignalWaiter &>(*m_ring.next);
        remove(first);
        return &first;
    }
    /// Takes the only waiter; nullptr if there is none or more than one.
    [[nodiscard]] SignalWaiter *takeOnly()
    {
        SignalWaiterLink *first = m_ring.next;
        if (first != m_ring.previous || first == &m_ring)
            return nullptr;
        clear();
        return static_cast<SignalWaiter *>(first);
    }
    void append(SignalWaiter &waiter)
    {
        SignalWaiterLink &link = waiter;
        link.previous = m_ring.previous;
        link.next = &m_ring;
        m_ring.previous->next = &link;
        m_ring.previous = &link;
    }
    static void remove(SignalWaiter &waiter)
    {
        const SignalWaiterLink &link = waiter;
        link.previous->next = link.next;
        link.next->previous = link.previous;
    }
    /// Moves all waiters of \a other, which is empty afterwards, into this empty list.
    void takeAll(SignalWaiterList &other)
    {
        if (other.isEmpty())
            return;
        m_ring.next = other.m_ring.next;
        m_ring.previous = other.m_ring.previous;
        m_ring.next->previous = &m_ring;
        m_ring.previous->next = &m_ring;
        other.clear();
    }

private:
    void clear()
    {
        m_ring.previous = &m_ring;
        m_ring.next = &m_ring;
    }

    SignalWaiterLink m_ring;
};

/// How to connect to one signal.
class SignalInfo
{
public:
    int index = -1; // as in QMetaMethod::methodIndex()
    virtual QMetaObject::Connection connect(const QObject &sender, SignalHub &hub) const = 0;

protected:
    ~SignalInfo() = default;
};

/// The connection is opened by the first waiter and closed with the last: at once when a task is cancelled, otherwise
/// when the outermost continuation has returned, so that a task which waits again misses nothing that is queued. These are the rules of an emission:
/// - those who wait when the signal is emitted are served, in order, inside the emission;
/// - whoever begins to wait meanwhile waits for the next one;
/// - an emission inside an emission first serves those who are still owed the outer one. Nobody loses a change.
/// Used on the thread of its waiters only; reference-counted since Qt may hold queued calls to it.
class ASYNCWIDGETS_EXPORT SignalHub final
{
public:
    /// Adds \a waiter to those who wait for the signal. Throws WaitError where that is not possible.
    static void join(SignalWaiter &waiter, const SignalInfo &signal);
    void add(SignalWaiter &waiter)
    {
        m_waiters.append(waiter);
        waiter.m_hub = this;
    }
    /// The signal, on the waiters' thread. The caller keeps the hub alive, as Qt keeps a slot that it calls.
    void emitted(void **arguments);
    void senderIsGone(const QString &reason); ///< ends all waits
    void connectionIsGone(); ///< Qt has dropped a connection; called on any thread
    void closeIfUnused()
    {
        if (m_context && !m_emission && m_waiters.isEmpty())
            closeOrRest();
    }
    void closeIfStillUnused(); ///< of a hub that was idle

    /// "sender.signal", by the object name that the sender had at first, or by its class if it had none or lived on
    /// another thread.
    [[nodiscard]] const QString &description() const;
    [[nodiscard]] const QObject &sender() const { return *m_sender; } ///< to compare only: it may be gone
    [[nodiscard]] QString argumentsText(void **arguments) const; ///< those that have a text, joined by ", "

    void retain() { m_references.fetch_add(1, std::memory_order_relaxed); }
    void release()
    {
        if (m_references.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

private:
    friend class SignalWaiter;
    friend class IndexedSignalInfo;

    struct Emission
    {
        void **arguments;
        Emission *outer;
        quint32 values = 0; // the arguments as text, for the TraceLog
        SignalWaiterList owed {}; // who is still to be served
    };

    SignalHub(QObject &sender, int signalIndex);
    ~SignalHub() = default;
    static void joinAnother(SignalWaiter &waiter, const SignalInfo &signal);
    static SignalHub *open(ThreadContext &context, QObject &sender, const SignalInfo &signal);
    void serve(Emission &emission, Runner &runner);
    /// Of a waiter that has been taken from a list: it is not linked any more.
    SignalHub &letGo(SignalWaiter &waiter)
    {
        waiter.next = nullptr;
        waiter.m_sender = m_sender;
        return *this;
    }
    void endIfDisconnected();
    [[nodiscard]] QString disconnectedReason() const;
    void closeOrRest();
    void close();

    std::atomic<quint32> m_references = 1;
    const int m_signalIndex;
    const Qt::HANDLE m_thread;
    QObject *const m_sender;
    const QMetaObject *const m_senderType; // the sender itself forgets it while it dies
    const bool m_livesHere; // the sender, on the waiters' thread, when this was opened
    const QString m_senderName; // of that moment: later it may have moved, and die at any time
    mutable QString m_description; // once it has been asked for
    ThreadContext *m_context = nullptr; // while open
    QBasicMutex m_mutex; // guards it against the sender's thread
    SignalWaiterList m_waiters;
    Emission *m_emission = nullptr; // the innermost that is being served
    bool m_isIdle = false; // listed in the context's idleHubs
    QMetaObject::Connection m_connection;
    QMetaObject::Connection m_destroyedConnection;
    std::unique_ptr<QObject> m_receiver; // of a connection by index
};

/// Keeps a hub alive in a connection's function object, and tells it when Qt has dropped the connection.
class ASYNCWIDGETS_EXPORT HubConnection
{
public:
    explicit HubConnection(SignalHub &hub)
        : m_hub(&hub)
    {
        m_hub->retain();
    }
    HubConnection(HubConnection &&other) noexcept
        : m_hub(std::exchange(other.m_hub, nullptr))
    {
    }
    HubConnection &operator=(HubConnection &&) = delete;
    ~HubConnection()
    {
        if (m_hub) {
            m_hub->connectionIsGone();
            m_hub->release();
        }
    }

    [[nodiscard]] SignalHub &hub() const { return *m_hub; }

private:
    SignalHub *m_hub;
};

/// The thread's context, as the receiver of connections.
[[nodiscard]] ASYNCWIDGETS_EXPORT const QObject *connectionReceiver();

/// What a typed connection calls: passes the addresses of the arguments on.
template<typename Arguments>
class HubSlot;

template<typename... Arguments>
class HubSlot<std::tuple<Arguments...>>
{
public:
    explicit HubSlot(SignalHub &hub)
        : m_connection(hub)
    {
    }
    void operator()(const Arguments &...arguments) const
    {
        std::array<void *, sizeof...(Arguments) + 1> addresses { nullptr,
            const_cast<void *>(static_cast<const void *>(std::addressof(arguments)))... };
        m_connection.hub().emitted(addresses.data());
    }

private:
    HubConnection m_connection;
};

template<typename Signal>
class TypedSignalInfo final : public SignalInfo
{
public:
    explicit TypedSignalInfo(Signal signal)
        : m_signal(signal)
    {
        index = QMetaMethod::fromSignal(signal).methodIndex();
    }

    QMetaObject::Connection connect(const QObject &sender, SignalHub &hub) const override
    {
        using Class = typename SignalTraits<Signal>::Class;
        using Arguments = typename SignalTraits<Signal>::Arguments;
        return QObject::connect(
            static_cast<const Class *>(&sender), m_signal, connectionReceiver(), HubSlot<Arguments>(hub));
    }

    /// The one description of \a signal. They are made at the first use and kept: there are no more of them than
    /// signals in the program. Thread-safe.
    static const TypedSignalInfo &of(Signal signal)
    {
        const TypedSignalInfo *info = s_first.load(std::memory_order_acquire);
        for (; info; info = info->m_next) {
            if (info->m_signal == signal)
                return *info;
        }
        return add(signal);
    }

private:
    Q_NEVER_INLINE static const TypedSignalInfo &add(Signal signal)
    {
        auto added = std::make_unique<TypedSignalInfo>(signal);
        added->m_next = s_first.load(std::memory_order_relaxed);
        while (!s_first.compare_exchange_weak(added->m_next, added.get(), std::memory_order_acq_rel)) { }
        return *added.release();
    }

    inline static constinit std::atomic<const TypedSignalInfo *> s_first = nullptr;

    Signal m_signal;
    const TypedSignalInfo *m_next = nullptr;
};

/// Connects to a signal that is known by its index only.
class ASYNCWIDGETS_EXPORT IndexedSignalInfo final : public SignalInfo
{
public:
    explicit IndexedSignalInfo(int signalIndex) { index = signalIndex; }
    QMetaObject::Connection connect(const QObject &sender, SignalHub &hub) const override;
};

} // namespace AsyncWidgets::Detail
