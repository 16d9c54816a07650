// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The connection to one sender's signal that everyone who waits for it on one thread shares.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QMetaMethod>
#include <QtCore/QMetaType>
#include <QtCore/QMutex>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QString>
#include <QtCore/QThread>
#include <QtCore/QVarLengthArray>

#include <atomic>

namespace AsyncWidgets::Detail {

class Runner;
class SharedConnection;
class TaskRecord;
class ThreadContext;
struct Emission;

/// A place in a list of waiters; next is nullptr for one that letGo() has left.
struct SignalWaiterLink
{
    SignalWaiterLink() = default;
    Q_DISABLE_COPY_MOVE(SignalWaiterLink)

    SignalWaiterLink *previous = nullptr;
    SignalWaiterLink *next = nullptr;
};

/// Whoever waits for a signal. Linked into at most one connection; unlinked before it is told anything.
class ASYNCWIDGETS_EXPORT SignalWaiter : private SignalWaiterLink
{
public:
    explicit SignalWaiter(QObject &sender)
        : m_sender(&sender)
    {
    }
    /// Is served from now on in the stead of \a other, if that is linked.
    inline SignalWaiter(SignalWaiter &&other) noexcept;
    SignalWaiter &operator=(SignalWaiter &&) = delete;

    /// The signal was emitted. \a arguments is laid out as in QObject::qt_metacall: the first argument is number 1.
    /// Called inside the emission, on the thread of the waiter; to wait for the next one, connection.add().
    /// Returns the task that is to go on now, or nullptr. This object may be gone afterwards.
    [[nodiscard]] virtual TaskRecord *signalEmitted(SharedConnection &connection, void **arguments) = 0;
    /// The signal can never come again, because of \a reason. This object may be gone afterwards.
    virtual void senderIsGone(const QString &reason) = 0;

    [[nodiscard]] bool isLinked() const { return next != nullptr; }
    [[nodiscard]] QObject &sender() const { return *m_sender; } ///< only while it is not linked; may be gone
    [[nodiscard]] QString signalDescription() const; ///< "sender.signal" while linked
    void unlink(); ///< stops waiting; the last one closes the connection
    /// Only while it is linked. Its thread, if that is not this one; otherwise nullptr. May be called on another thread while
    /// that one rests.
    [[nodiscard]] ThreadContext *otherThread() const;
    /// Only while it is linked: to the end of the queue. Throws WaitError on another thread than that of its connection.
    inline void moveToEnd();

protected:
    virtual ~SignalWaiter()
    {
        if (isLinked())
            unlink();
    }

private:
    friend class SharedConnection;
    friend class SignalWaiterList;
    friend struct MemoryLayout;
    // There may be a million: while it is linked, its connection knows the sender.
    union {
        QObject *m_sender;
        SharedConnection *m_connection; // while linked
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
    static void replace(SignalWaiter &waiter, SignalWaiter &other)
    {
        const SignalWaiterLink &link = waiter;
        SignalWaiterLink &otherLink = other;
        otherLink.previous = link.previous;
        otherLink.next = link.next;
        link.previous->next = &otherLink;
        link.next->previous = &otherLink;
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

    /// Moves all waiters of \a other, which is empty afterwards, to the front.
    void prepend(SignalWaiterList &other)
    {
        if (other.isEmpty()) [[likely]]
            return;
        other.m_ring.previous->next = m_ring.next;
        m_ring.next->previous = other.m_ring.previous;
        m_ring.next = other.m_ring.next;
        m_ring.next->previous = &m_ring;
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

/// The connection to one signal of one sender, for all who wait for it on one thread. It is opened by the first waiter
/// and closed with its last: at once if that is unwound outside of its emission, or no task runs; otherwise after the
/// outermost Runner, so that a task which waits again misses nothing that is queued. It is also closed when its sender
/// dies, when it is cut, or when the thread ends. Used on the thread of its waiters, except where a
/// function says otherwise; reference-counted since Qt may hold queued calls to it.
///
/// These are the rules of an emission:
/// - those who wait when the signal is emitted are served, in order, inside the emission;
/// - whoever begins to wait meanwhile waits for the next one, behind those who wait on;
/// - an emission inside an emission first serves those who are still owed the outer one. Nobody loses a change.
/// For the order to hold, a thread has no two live connections to one signal of one sender.
///
/// And these are the rules of the end:
/// - A sender that dies on the waiters' thread, where it lives, ends all waits at once.
/// - One that dies anywhere else ends them by the event loop, after what it has emitted. Until then its memory may be
///   gone at any moment, so nothing here touches it. A task that is being served such an emission, and waits for the
///   sender again by the same pointer, waits on the connection that is ending, and ends with it. So does one that goes
///   on for another reason (its time is up) in a run in which somebody has left that connection. Otherwise the pointer
///   means a new object at the old address, which gets a connection of its own.
/// - A task that is to end at its next pause may name there what is gone already: see joinToWait().
/// - A connection that somebody has cut ends its waits by the event loop too: Qt still uses the sender when it drops
///   the connection, and a local of a task may destroy it. What was being emitted still reaches those who wait, until
///   one of them waits for the signal again.
///
/// Whatever resumes or ends a task runs code of the user, which may end, delete, cut, emit and wait at will. After it
/// only this is certain: the object itself is still there (its caller holds a reference), and what it says of itself is
/// true. m_context, the lists and the sender have to be looked at anew.
class ASYNCWIDGETS_EXPORT SharedConnection final
{
public:
    /// Where the sender is. Only one that is here may be looked at.
    enum class Place : quint8 { Here, OnAnotherThread, Gone };

    /// Adds \a waiter to those who wait for the signal of its sender with the number \a signalIndex, as in
    /// QMetaMethod::methodIndex(). If that can never come, because the sender has died elsewhere, the waiter is told so
    /// at once. Throws WaitError where waiting is not possible.
    static void join(SignalWaiter &waiter, int signalIndex);
    /// The same for a wait, which is awaited or dropped at the next pause. If the running task ends there, returns false:
    /// \a waiter is not added, and the sender, which may be gone, is not looked at.
    [[nodiscard]] static bool joinToWait(SignalWaiter &waiter, int signalIndex);
    void add(SignalWaiter &waiter)
    {
        m_waiters.append(waiter);
        waiter.m_connection = this;
    }
    /// Of one that is being served: it waits on, before those who have begun to wait during this emission.
    inline void keepWaiting(SignalWaiter &waiter);
    void end(const QString &reason); ///< ends all waits
    void closeIfUnused()
    {
        if (m_context && !m_emission && m_waiters.isEmpty() && !m_isOpening)
            closeNowOrLater();
    }
    /// No longer one of those in the list of the thread's context.
    void forgetThatItWasLeft();

    [[nodiscard]] Place placeOfSender();
    /// Whether this thread is being served what \a sender, of which only the address is looked at, emitted on another
    /// thread, where it may be dying at this moment. Then join() does without it.
    [[nodiscard]] static bool isServing(const QObject *sender);
    /// "sender.signal", by the object name that the sender had at first, or by its class if it had none or lived on
    /// another thread.
    [[nodiscard]] const QString &description() const { return m_description; }
    [[nodiscard]] const QObject &sender() const { return *m_sender; } ///< to compare only: it may be gone
    [[nodiscard]] QString argumentsText(void **arguments) const; ///< those that have a text, joined by ", "

private:
    friend class SignalWaiter;
    friend class ConnectionReference;
    friend struct Emission;
    friend struct MemoryLayout;

    [[noreturn]] static void refuseOtherThread();
    [[noreturn]] static void refuseSignal(const QObject &sender, const QMetaMethod &signal);
    [[nodiscard]] static bool isBeyondItsEnd(const QObject &sender, int signalIndex);

    /// What is known of its end before it comes by the event loop; a later one counts more.
    enum class Ending : quint8 { None, CutHere, CutElsewhere, SenderDestroyed };

    SharedConnection(QObject &sender, const QMetaMethod &signal);
    ~SharedConnection() = default;
    static bool joinLast(SignalWaiter &waiter, int signalIndex);
    static void joinAnother(SignalWaiter &waiter, int signalIndex);
    static bool joinEnding(ThreadContext &context, SignalWaiter &waiter, int signalIndex);
    static SharedConnection *open(ThreadContext &context, QObject &sender, int signalIndex);
    [[nodiscard]] bool isLive() const { return m_connection || m_isOpening; }

    void emitted(void **arguments);
    void serve(Emission &emission, Runner &runner);
    void serve(SignalWaiter &waiter, const Emission &emission, Runner &runner);
    /// Of a waiter that has been taken from a list: it is not linked any more.
    SharedConnection &letGo(SignalWaiter &waiter)
    {
        waiter.next = nullptr;
        waiter.m_sender = m_sender;
        return *this;
    }

    void senderIsDying(const QObject &sender); // called on any thread
    void tellOfDeathInside() const noexcept;
    void wasCut(); // likewise
    void endLater(Ending ending); // likewise
    [[nodiscard]] Ending ending();
    void endWhatWasLost();
    [[nodiscard]] QString reasonOfTheEnd() const noexcept;
    [[nodiscard]] QString reasonOfDeath() const noexcept;
    void wasLeft(); ///< by one that waited
    void closeNowOrLater();
    void noteThatItWasLeft();
    void close();
    void removeFrom(ThreadContext &context); ///< from its connections

    void retain() { m_references.fetch_add(1, std::memory_order_relaxed); }
    void release()
    {
        if (m_references.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    std::atomic<quint32> m_references = 1;
    const int m_signalIndex;
    const Qt::HANDLE m_thread;
    QObject *const m_sender; // as the key: it may be gone
    const QPointer<QObject> m_senderGuard;
    const bool m_livesHere; // the sender, on the waiters' thread, when this was opened
    bool m_isOpening = true;
    bool m_isSuperseded = false; // was cut, and who waits for the signal now has a newer connection
    // Of that moment: later the sender may have moved, and die at any time; and its metaobject may die before it.
    const QString m_description;
    const QMetaObject *const m_qtType; // the first among its classes that is Qt's: QDialog for a MyDialog
    const QVarLengthArray<QMetaType, 2> m_argumentTypes;
    QBasicMutex m_mutex; // guards the next two against the sender's thread
    ThreadContext *m_context = nullptr; // nullptr once it is closed
    Ending m_ending = Ending::None;
    SignalWaiterList m_waiters;
    Emission *m_emission = nullptr; // the innermost that is being served
    SharedConnection *m_older = nullptr; // of the same signal and address of a sender; it is ending
    SharedConnection *m_nextLeft = nullptr; // in the context's list of those that were left in this run
    SharedConnection **m_leftPlace = nullptr; // what points to this one there
    QMetaObject::Connection m_connection;
    QMetaObject::Connection m_destroyedConnection;
};

inline SignalWaiter::SignalWaiter(SignalWaiter &&other) noexcept
    : m_sender(other.m_sender)
{
    if (!other.isLinked())
        return;
    m_connection = other.m_connection;
    SignalWaiterList::replace(other, *this);
    m_connection->letGo(other);
}

inline void SignalWaiter::moveToEnd()
{
    if (m_connection->m_thread != QThread::currentThreadId()) [[unlikely]]
        SharedConnection::refuseOtherThread();
    SignalWaiterList::remove(*this);
    m_connection->m_waiters.append(*this);
}

/// An emission that is being served, on the stack.
struct Emission
{
    SharedConnection &connection;
    void **arguments;
    Emission *outerOfConnection;
    Emission *outer; // of all connections of the thread
    quint32 values = 0; // the arguments as text, for the TraceLog
    bool hasLostSender = false; // died on this thread meanwhile: its pointer may mean another object now
    SignalWaiterList owed {}; // who is still to be served
    SignalWaiterList kept {}; // who was served and waits on
};

inline void SharedConnection::keepWaiting(SignalWaiter &waiter)
{
    m_emission->kept.append(waiter);
    waiter.m_connection = this;
}

/// The number of a signal, as in QMetaMethod::methodIndex(); -1 for another member function. The one of its type that
/// was asked for last is remembered, which saves a sixth of a wait ("change" in the benchmark).
template<typename Signal>
[[nodiscard]] int indexOfSignal(Signal signal)
{
    struct Last
    {
        Signal signal = nullptr;
        int index = -1;
    };
    constinit static thread_local Last last;
    if (last.signal != signal)
        last = { .signal = signal, .index = QMetaMethod::fromSignal(signal).methodIndex() };
    return last.index;
}

[[noreturn]] ASYNCWIDGETS_EXPORT void refuseNullSender(const char *function);

/// Throws WaitError if \a sender is null, naming \a function.
inline void requireSender(const QObject *sender, const char *function)
{
    if (!sender)
        refuseNullSender(function);
}

} // namespace AsyncWidgets::Detail
