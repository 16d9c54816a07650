// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/sharedconnection.h>

#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QStringBuilder>
#include <QtCore/QThread>

#include <algorithm>
#include <array>
#include <concepts>
#include <memory>
#include <new>
#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

/// Keeps a connection alive in the function objects that Qt holds.
class ConnectionReference
{
public:
    explicit ConnectionReference(SharedConnection &connection)
        : m_connection(&connection)
    {
        m_connection->retain();
    }
    ConnectionReference(ConnectionReference &&other) noexcept
        : m_connection(std::exchange(other.m_connection, nullptr))
    {
    }
    ConnectionReference &operator=(ConnectionReference &&) = delete;
    ~ConnectionReference()
    {
        if (m_connection)
            m_connection->release();
    }

    explicit operator bool() const { return m_connection != nullptr; }
    void emitted(void **arguments) const { m_connection->emitted(arguments); }
    void senderIsDying(const QObject &sender) const { m_connection->senderIsDying(sender); }
    void wasCut() const { m_connection->wasCut(); }
    void end() const { m_connection->end(m_connection->reasonOfTheEnd()); }

private:
    SharedConnection *m_connection;
};

namespace {

// QObject::connect() takes a function object, which tells by its destructor that Qt has dropped the connection, only
// with a pointer to the signal. Here a signal is known by its number: by name there is nothing else, and what a plugin
// connects must not stay behind as code of the plugin. So connect() is given a signal of AnySignal. It asks the class
// of the signal for the number, by a function that moc writes otherwise, as it has done since Qt 5; and this one
// answers with the number that is wanted.

/// An argument of any signal: only its address counts.
struct AnyArgument
{
};

template<std::size_t>
using AnyArgumentAt = const AnyArgument &;

class AnySignal final : public QObject
{
public:
    /// The metaobject of the class whose signal is being connected, but for the question of the number.
    static thread_local QMetaObject staticMetaObject;

    int qt_metacall(QMetaObject::Call call, int method, void **arguments) override // never called
    {
        return QObject::qt_metacall(call, method, arguments);
    }

    static void choose(const QMetaMethod &signal)
    {
        staticMetaObject = *signal.enclosingMetaObject();
        staticMetaObject.d.static_metacall = &AnySignal::answer;
        s_number = signal.relativeMethodIndex();
    }

private:
    static void answer(QObject *, QMetaObject::Call call, int, void **arguments)
    {
        if (call == QMetaObject::IndexOfMethod)
            *static_cast<int *>(arguments[0]) = s_number;
    }

    static thread_local int s_number;
};

thread_local QMetaObject AnySignal::staticMetaObject {};
thread_local int AnySignal::s_number = -1;

/// What Qt calls for each emission: passes the addresses of the arguments on.
class EmissionSlot
{
public:
    explicit EmissionSlot(SharedConnection &connection)
        : m_connection(connection)
    {
    }
    EmissionSlot(EmissionSlot &&) noexcept = default;
    EmissionSlot &operator=(EmissionSlot &&) = delete;
    ~EmissionSlot()
    {
        if (m_connection)
            m_connection.wasCut();
    }

    template<std::same_as<AnyArgument>... Arguments>
    void operator()(const Arguments &...arguments) const
    {
        std::array<void *, sizeof...(Arguments) + 1> addresses { nullptr,
            const_cast<void *>(static_cast<const void *>(&arguments))... };
        m_connection.emitted(addresses.data());
    }

private:
    ConnectionReference m_connection;
};

template<std::size_t... Indices>
QMetaObject::Connection connectWith(
    std::index_sequence<Indices...>, const QObject &sender, const QObject &receiver, EmissionSlot slot)
{
    using Signal = void (AnySignal::*)(AnyArgumentAt<Indices>...);
    return QObject::connect(
        reinterpret_cast<const AnySignal *>(&sender), Signal(nullptr), &receiver, std::move(slot));
}

constexpr int mostArguments = 16;

template<std::size_t... Counts>
QMetaObject::Connection connectAny(std::index_sequence<Counts...>, const QObject &sender,
    const QMetaMethod &signal, const QObject &receiver, EmissionSlot slot)
{
    using Connect = QMetaObject::Connection (*)(const QObject &, const QObject &, EmissionSlot);
    static constexpr std::array<Connect, sizeof...(Counts)> connects {
        [](const QObject &sender_, const QObject &receiver_, EmissionSlot slot_) {
            return connectWith(std::make_index_sequence<Counts>(), sender_, receiver_, std::move(slot_));
        }...
    };
    AnySignal::choose(signal);
    return connects[std::size_t(signal.parameterCount())](sender, receiver, std::move(slot));
}

} // namespace

void refuseNullSender(const char *function)
{
    throw WaitError(
        u"%1: the sender is null; pass an object that exists."_s.arg(QString::fromLatin1(function)));
}

ThreadContext *SignalWaiter::otherThread() const
{
    ThreadContext *context = m_connection->m_context;
    return context != currentContext ? context : nullptr;
}

void SignalWaiter::unlink()
{
    if (otherThread()) {
        qFatal(
            "AsyncWidgets: a wait was destroyed on another thread than its own, which may be serving it at "
            "this moment: destroy it on the thread on which it was made.");
    }
    SignalWaiterList::remove(*this);
    SharedConnection &connection = *m_connection;
    connection.letGo(*this).wasLeft();
}

QString SignalWaiter::signalDescription() const
{
    return isLinked() ? m_connection->description() : QString();
}

namespace {

QString descriptionOf(const QObject &sender, const QMetaMethod &signal, bool livesHere)
{
    const QString name = livesHere ? sender.objectName() : QString();
    const QByteArray signalName = signal.name();
    if (name.isEmpty())
        return QLatin1StringView(sender.metaObject()->className()) % u'.' % QLatin1StringView(signalName);
    return name % u'.' % QLatin1StringView(signalName);
}

const QMetaObject *qtTypeOf(const QObject &sender)
{
    const QMetaObject *type = sender.metaObject();
    while (type->className()[0] != 'Q' || !QChar::isUpper(uchar(type->className()[1])))
        type = type->superClass();
    return type;
}

QVarLengthArray<QMetaType, 2> argumentTypesOf(const QMetaMethod &signal)
{
    QVarLengthArray<QMetaType, 2> types;
    for (int i = 0; i < signal.parameterCount(); ++i)
        types.append(signal.parameterMetaType(i));
    return types;
}

} // namespace

SharedConnection::SharedConnection(QObject &sender, const QMetaMethod &signal)
    : m_signalIndex(signal.methodIndex())
    , m_thread(QThread::currentThreadId())
    , m_sender(&sender)
    , m_senderGuard(&sender)
    , m_livesHere(sender.thread() == QThread::currentThread())
    , m_description(descriptionOf(sender, signal, m_livesHere))
    , m_qtType(qtTypeOf(sender))
    , m_argumentTypes(argumentTypesOf(signal))
{
}

inline bool SharedConnection::joinLast(SignalWaiter &waiter, int signalIndex)
{
    // Most often it is the one that was used last.
    SharedConnection *last = currentContext ? currentContext->lastConnection : nullptr;
    if (!last || last->m_sender != &waiter.sender() || last->m_signalIndex != signalIndex || !last->isLive())
        return false;
    last->add(waiter);
    return true;
}

void SharedConnection::join(SignalWaiter &waiter, int signalIndex)
{
    if (!joinLast(waiter, signalIndex))
        joinAnother(waiter, signalIndex);
}

bool SharedConnection::joinToWait(SignalWaiter &waiter, int signalIndex)
{
    if (joinLast(waiter, signalIndex))
        return true;
    if (TaskRecord::isRunningToItsEnd())
        return false;
    joinAnother(waiter, signalIndex);
    return true;
}

Q_NEVER_INLINE void SharedConnection::joinAnother(SignalWaiter &waiter, int signalIndex)
{
    QObject &sender = waiter.sender();
    ThreadContext &context = ThreadContext::withEventLoop();
    if (joinEnding(context, waiter, signalIndex))
        return;
    SharedConnection *connection = context.connections.value({ &sender, signalIndex });
    if (connection && !connection->isLive()) {
        if (connection->m_leftPlace && connection->ending() == Ending::SenderDestroyed) {
            connection->add(waiter); // was left in this run: it is the sender that has died
            return;
        }
        // It was cut, or its sender is gone and this one has been given the same address. Its waits end by the event
        // loop; if it was cut inside its own emission, when the task that runs now has paused: nothing is ended in the
        // middle of joining.
        if (connection->m_emission)
            connection->m_isSuperseded = true;
        connection = nullptr;
    }
    if (!connection && !isBeyondItsEnd(sender, signalIndex))
        connection = open(context, sender, signalIndex);
    if (!connection) {
        waiter.senderIsGone(reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the sender was destroyed")));
        return;
    }
    context.lastConnection = connection;
    connection->add(waiter);
}

/// Whether it is being destroyed at this moment, and Qt has dropped its connections: it is of its base class then, or a
/// plain QObject, which deletes its children last and has a null in the place of one that is going.
bool SharedConnection::isBeyondItsEnd(const QObject &sender, int signalIndex)
{
    const QMetaObject *type = sender.metaObject();
    return signalIndex >= type->methodCount()
        || (type == &QObject::staticMetaObject && sender.children().contains(nullptr));
}

void SharedConnection::refuseOtherThread()
{
    throw WaitError(
        u"This wait was made on another thread: make it on the thread of the task that awaits it."_s);
}

bool SharedConnection::joinEnding(ThreadContext &context, SignalWaiter &waiter, int signalIndex)
{
    // Only pointers are compared here: the memory of the sender may be gone.
    for (const Emission *emission = context.emission; emission; emission = emission->outer) {
        SharedConnection &served = emission->connection;
        if (served.m_sender != &waiter.sender() || emission->hasLostSender)
            continue;
        const Ending ending = served.ending();
        if (ending != Ending::CutElsewhere && ending != Ending::SenderDestroyed)
            continue;
        SharedConnection *same = served.m_context && served.m_signalIndex == signalIndex ? &served : nullptr;
        if (!same && ending == Ending::SenderDestroyed) {
            SharedConnection *other = context.connections.value({ served.m_sender, signalIndex });
            if (other && !other->isLive())
                same = other;
        }
        if (same) {
            same->add(waiter);
            return true;
        }
        if (ending == Ending::SenderDestroyed) {
            waiter.senderIsGone(served.reasonOfTheEnd());
            return true;
        }
    }
    return false;
}

void SharedConnection::refuseSignal(const QObject &sender, const QMetaMethod &signal)
{
    const QString type = QString::fromLatin1(sender.metaObject()->className());
    if (!signal.isValid()) {
        throw WaitError(
            u"The member function that was given to wait for is not a signal of %1: name one of its signals."_s
                .arg(type));
    }
    throw WaitError(u"The signal %1::%2 has more arguments than the %3 that can be waited for."_s.arg(
        type, QString::fromLatin1(signal.name()), QString::number(mostArguments)));
}

SharedConnection *SharedConnection::open(ThreadContext &context, QObject &sender, int signalIndex)
{
    const QMetaMethod signal = sender.metaObject()->method(signalIndex);
    if (!signal.isValid() || signal.parameterCount() > mostArguments) [[unlikely]]
        refuseSignal(sender, signal);
    auto *connection = new SharedConnection(sender, signal); // released by close()
    const ConnectionReference self(*connection);
    connection->m_context = &context;
    try {
        // First of all it can be found: the sender may override connectNotify(), and wait there.
        SharedConnection *&newest = context.connections[{ &sender, signalIndex }];
        connection->m_older = std::exchange(newest, connection);
        connection->m_connection = connectAny(std::make_index_sequence<mostArguments + 1>(), sender, signal,
            context, EmissionSlot(*connection));
        if (connection->m_senderGuard) {
            connection->m_destroyedConnection = QObject::connect(
                &sender, &QObject::destroyed, &context,
                [reference = ConnectionReference(*connection)](
                    const QObject *dying) { reference.senderIsDying(*dying); },
                Qt::DirectConnection);
        }
        if (!connection->m_senderGuard) { // it has gone so far as to delete itself there
            connection->end(connection->reasonOfDeath());
            return nullptr;
        }
    } catch (...) {
        connection->end(connection->reasonOfTheEnd());
        throw;
    }
    connection->m_isOpening = false;
    return connection;
}

QString SharedConnection::argumentsText(void **arguments) const
{
    QStringList texts;
    for (qsizetype i = 0; i < m_argumentTypes.size(); ++i) {
        QString text;
        if (QMetaType::convert(m_argumentTypes[i], arguments[i + 1], QMetaType::fromType<QString>(), &text))
            texts.append(text);
    }
    return texts.join(u", "_s);
}

QString SharedConnection::reasonOfTheEnd() const noexcept
{
    return m_senderGuard ? reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "%1 was disconnected"),
                               [this] { return description(); })
                         : reasonOfDeath();
}

QString SharedConnection::reasonOfDeath() const noexcept
{
    return reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the sender of %1 was destroyed"),
        [this] { return description(); });
}

SharedConnection::Place SharedConnection::placeOfSender()
{
    const QMutexLocker lock(&m_mutex); // a sender that dies on another thread waits for it
    if (m_ending == Ending::SenderDestroyed || !m_senderGuard)
        return Place::Gone;
    return m_sender->thread() == QThread::currentThread() ? Place::Here : Place::OnAnotherThread;
}

bool SharedConnection::isServing(const QObject *sender)
{
    for (const Emission *emission = currentContext ? currentContext->emission : nullptr; emission;
        emission = emission->outer) {
        SharedConnection &served = emission->connection;
        if (served.m_sender == sender && !emission->hasLostSender
            && (served.m_context ? served.placeOfSender() != Place::Here
                                 : served.ending() == Ending::SenderDestroyed))
            return true;
    }
    return false;
}

// The caller, a function object of Qt's, keeps this object alive.
void SharedConnection::emitted(void **arguments)
{
    if (!m_context)
        return; // a call that was queued before the last waiter left
    ThreadContext &context = *m_context;
    Runner runner(context);
    if (m_emission) {
        serve(*m_emission, runner);
        m_waiters.prepend(m_emission->kept);
    }
    if (m_waiters.isEmpty())
        return;
    Emission emission { .connection = *this,
        .arguments = arguments,
        .outerOfConnection = m_emission,
        .outer = context.emission };
    m_emission = &emission;
    context.emission = &emission;
    context.lastConnection = this;
    if (context.trace) [[unlikely]]
        emission.values = context.trace->valuesOf(*this, arguments);
    if (SignalWaiter *only = m_waiters.takeOnly()) {
        serve(*only, emission, runner);
    } else {
        emission.owed.takeAll(m_waiters);
        serve(emission, runner);
    }
    m_waiters.prepend(emission.kept);
    m_emission = emission.outerOfConnection;
    context.emission = emission.outer;
    closeIfUnused();
}

void SharedConnection::serve(Emission &emission, Runner &runner)
{
    while (!emission.owed.isEmpty())
        serve(*emission.owed.takeFirst(), emission, runner);
}

inline void SharedConnection::serve(SignalWaiter &waiter, const Emission &emission, Runner &runner)
{
    letGo(waiter);
    runner.setCause(this, emission.values);
    TaskRecord *task = nullptr;
    try {
        task = waiter.signalEmitted(*this, emission.arguments);
    } catch (
        ...) { // out of memory, say: what cannot be told to the task ends its wait, and never passes into Qt
        if (waiter.isLinked())
            waiter.unlink();
        waiter.senderIsGone(describeException(std::current_exception()));
    }
    runner.run(task);
    if (m_isSuperseded || !m_senderGuard) [[unlikely]]
        endWhatWasLost();
}

/// A task has just run, and cut the connection, or destroyed the sender after cutting `destroyed` as well.
Q_NEVER_INLINE void SharedConnection::endWhatWasLost()
{
    if (!m_context)
        return;
    if (m_isSuperseded) {
        end(reasonOfTheEnd());
        return;
    }
    const auto isLost = [this](SharedConnection *other) {
        return other->m_sender == m_sender && !other->m_senderGuard && other->m_livesHere && !other->isLive()
            && other->ending() <= Ending::CutHere;
    };
    if (!isLost(this))
        return; // it died on another thread, and its end is under way
    ThreadContext &context = *m_context;
    for (;;) {
        SharedConnection *lost = nullptr;
        for (SharedConnection *newest : std::as_const(context.connections)) {
            for (SharedConnection *connection = newest; connection; connection = connection->m_older) {
                if (isLost(connection))
                    lost = connection;
            }
        }
        if (!lost)
            break;
        lost->end(lost->reasonOfTheEnd());
    }
}

void SharedConnection::end(const QString &reason)
{
    if (!m_context)
        return;
    retain();
    close();
    SignalWaiterList waiters;
    waiters.takeAll(m_waiters);
    // Those who are still owed an emission come first; its arguments may be gone with the sender. What is told may end
    // other waits, which then leave these lists by themselves; nobody can join them any more.
    const auto endAll = [this, &reason](SignalWaiterList &list) {
        while (!list.isEmpty()) {
            SignalWaiter *waiter = list.takeFirst();
            letGo(*waiter);
            waiter->senderIsGone(reason);
        }
    };
    for (Emission *emission = m_emission; emission; emission = emission->outerOfConnection)
        endAll(emission->owed);
    if (m_emission)
        endAll(m_emission->kept);
    endAll(waiters);
    release();
}

void SharedConnection::senderIsDying(const QObject &sender)
{
    if (QThread::currentThreadId() == m_thread) {
        if (sender.thread() == QThread::currentThread()) {
            if (m_emission)
                tellOfDeathInside();
            end(reasonOfDeath());
            return;
        }
        for (Emission *emission = m_emission; emission; emission = emission->outerOfConnection)
            emission->hasLostSender = true;
    }
    endLater(Ending::SenderDestroyed);
}

/// Once. It is Qt's class that counts. Where that is QObject the author knows what the own class tolerates.
void SharedConnection::tellOfDeathInside() const noexcept
{
    static std::atomic<bool> isTold = false;
    if (m_qtType == &QObject::staticMetaObject || isTold.exchange(true))
        return;
    try {
        qWarning().noquote()
            << u"AsyncWidgets: a task destroyed the sender of %1 inside of that signal, which not all of "
               u"Qt's classes "
               u"survive: hold the %2, or what it belongs to, in a LocalObject, which lets go of it afterwards."_s
                   .arg(description(), QString::fromLatin1(m_qtType->className()));
    } catch (const std::bad_alloc &) {
        return; // nobody can be told
    }
}

void SharedConnection::wasCut()
{
    endLater(QThread::currentThreadId() == m_thread ? Ending::CutHere : Ending::CutElsewhere);
}

void SharedConnection::endLater(Ending ending)
{
    const QMutexLocker lock(&m_mutex);
    const bool isUnderWay = m_ending != Ending::None;
    m_ending = std::max(m_ending, ending);
    if (!m_context || isUnderWay)
        return;
    QMetaObject::invokeMethod(
        m_context, [reference = ConnectionReference(*this)] { reference.end(); }, Qt::QueuedConnection);
}

SharedConnection::Ending SharedConnection::ending()
{
    const QMutexLocker lock(&m_mutex);
    return m_ending;
}

void SharedConnection::wasLeft()
{
    if (!m_context || !m_context->isBusy() || m_context->isUnwinding)
        closeIfUnused();
    else if (!m_leftPlace)
        noteThatItWasLeft();
}

void SharedConnection::closeNowOrLater()
{
    if (!m_context->isBusy() || m_context->isUnwinding)
        close();
    else if (!m_leftPlace)
        noteThatItWasLeft();
}

void SharedConnection::noteThatItWasLeft()
{
    m_leftPlace = &m_context->firstLeft;
    m_nextLeft = m_context->firstLeft;
    if (m_nextLeft)
        m_nextLeft->m_leftPlace = &m_nextLeft;
    m_context->firstLeft = this;
}

void SharedConnection::forgetThatItWasLeft()
{
    *m_leftPlace = m_nextLeft;
    if (m_nextLeft)
        m_nextLeft->m_leftPlace = m_leftPlace;
    m_leftPlace = nullptr;
}

void SharedConnection::removeFrom(ThreadContext &context)
{
    const auto newest = context.connections.find({ m_sender, m_signalIndex });
    if (newest == context.connections.end())
        return; // there was no memory to enter it
    SharedConnection **place = &*newest;
    while (*place && *place != this)
        place = &(*place)->m_older;
    if (*place)
        *place = m_older;
    if (!*newest)
        context.connections.erase(newest);
}

void SharedConnection::close()
{
    ThreadContext &context = *m_context;
    {
        const QMutexLocker lock(&m_mutex);
        m_context = nullptr;
    }
    if (context.lastConnection == this)
        context.lastConnection = nullptr;
    if (m_leftPlace)
        forgetThatItWasLeft();
    removeFrom(context);
    QObject::disconnect(m_connection);
    QObject::disconnect(m_destroyedConnection);
    release();
}

} // namespace AsyncWidgets::Detail
