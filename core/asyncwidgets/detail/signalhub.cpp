// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/signalhub.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QMetaMethod>
#include <QtCore/QThread>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

namespace {

/// Receives one signal by its index, with the addresses of its arguments, as QSignalSpy does. The extra method has the
/// first number after those of QObject.
class IndexedReceiver final : public QObject
{
public:
    explicit IndexedReceiver(SignalHub &hub)
        : m_hub(hub)
    {
    }

    int qt_metacall(QMetaObject::Call call, int method, void **arguments) override
    {
        method = QObject::qt_metacall(call, method, arguments);
        if (call == QMetaObject::InvokeMetaMethod && method >= 0) {
            if (method == 0) {
                SignalHub &hub = m_hub; // this object may be gone afterwards
                hub.retain();
                hub.emitted(arguments);
                hub.release();
            }
            --method;
        }
        return method;
    }

private:
    SignalHub &m_hub; // owns this object
};

} // namespace

const QObject *connectionReceiver()
{
    return &ThreadContext::current();
}

void SignalWaiter::unlink()
{
    SignalWaiterList::remove(*this);
    SignalHub &hub = *m_hub;
    hub.letGo(*this).closeIfUnused();
}

QString SignalWaiter::signalDescription() const
{
    return isLinked() ? m_hub->description() : QString();
}

SignalHub::SignalHub(QObject &sender, int signalIndex)
    : m_signalIndex(signalIndex)
    , m_thread(QThread::currentThreadId())
    , m_sender(&sender)
    , m_senderType(sender.metaObject())
    , m_livesHere(sender.thread() == QThread::currentThread())
    , m_senderName(m_livesHere ? sender.objectName() : QString())
{
}

void SignalHub::join(SignalWaiter &waiter, const SignalInfo &signal)
{
    // Most often it is the hub that was used last.
    SignalHub *hub = currentContext ? currentContext->lastHub : nullptr;
    if (hub && hub->m_sender == &waiter.sender() && hub->m_signalIndex == signal.index && hub->m_connection)
        hub->add(waiter);
    else
        joinAnother(waiter, signal);
}

Q_NEVER_INLINE void SignalHub::joinAnother(SignalWaiter &waiter, const SignalInfo &signal)
{
    QObject &sender = waiter.sender();
    ThreadContext &context = ThreadContext::withEventLoop();
    SignalHub *hub = context.hubs.value({ &sender, signal.index });
    if (hub && !hub->m_connection) {
        // Cut off inside its own emission. Or its sender was on another thread and is gone, and this one has been given
        // the same address: that hub still serves what is under way, and ends after it.
        if (hub->m_livesHere)
            hub->senderIsGone(hub->disconnectedReason());
        hub = nullptr;
    }
    if (!hub)
        hub = open(context, sender, signal);
    context.lastHub = hub;
    hub->add(waiter);
}

SignalHub *SignalHub::open(ThreadContext &context, QObject &sender, const SignalInfo &signal)
{
    if (signal.index < 0) {
        throw WaitError(
            u"The member function that was given to wait for is not a signal of %1: name one of its signals."_s
                .arg(QString::fromLatin1(sender.metaObject()->className())));
    }
    SignalHub *hub = new SignalHub(sender, signal.index); // released by close()
    context.clock.lookNextTime();
    hub->m_context = &context; // before a connection can be lost
    try {
        hub->m_connection = signal.connect(sender, *hub);
        hub->m_destroyedConnection
            = QObject::connect(&sender, &QObject::destroyed, &context, [connection = HubConnection(*hub)] {
                  SignalHub &dying = connection.hub();
                  dying.senderIsGone(
                      QCoreApplication::translate("AsyncWidgets", "the sender of %1 was destroyed")
                          .arg(dying.description()));
              });
        context.hubs.insert({ &sender, signal.index }, hub);
    } catch (...) {
        hub->close();
        throw;
    }
    return hub;
}

const QString &SignalHub::description() const
{
    if (m_description.isEmpty())
        m_description
            = (m_senderName.isEmpty() ? QString::fromLatin1(m_senderType->className()) : m_senderName) + u'.'
            + QString::fromLatin1(m_senderType->method(m_signalIndex).name());
    return m_description;
}

QString SignalHub::argumentsText(void **arguments) const
{
    QStringList texts;
    const QMetaMethod signal = m_senderType->method(m_signalIndex);
    for (int i = 0; i < signal.parameterCount(); ++i) {
        QString text;
        if (QMetaType::convert(
                signal.parameterMetaType(i), arguments[i + 1], QMetaType::fromType<QString>(), &text))
            texts.append(text);
    }
    return texts.join(u", "_s);
}

QString SignalHub::disconnectedReason() const
{
    return QCoreApplication::translate("AsyncWidgets", "%1 was disconnected").arg(description());
}

void SignalHub::emitted(void **arguments)
{
    if (!m_context)
        return; // a call that was queued before the last waiter left
    Runner runner(*m_context);
    if (m_emission)
        serve(*m_emission, runner);
    if (m_waiters.isEmpty())
        return;
    Emission emission { .arguments = arguments, .outer = m_emission };
    m_emission = &emission;
    m_context->lastHub = this;
    if (m_context->trace) [[unlikely]]
        emission.values = m_context->trace->valuesOf(*this, arguments);
    if (SignalWaiter *only
        = m_waiters.takeOnly()) { // what serve() does, without a detour for the most common case
        letGo(*only);
        runner.setCarrier(this, emission.values);
        runner.run(only->signalEmitted(*this, arguments));
    } else {
        emission.owed.takeAll(m_waiters);
        serve(emission, runner);
    }
    m_emission = emission.outer;
    closeIfUnused();
}

void SignalHub::serve(Emission &emission, Runner &runner)
{
    while (!emission.owed.isEmpty()) {
        SignalWaiter *waiter = emission.owed.takeFirst();
        letGo(*waiter);
        runner.setCarrier(this, emission.values);
        runner.run(waiter->signalEmitted(*this, emission.arguments));
    }
}

void SignalHub::senderIsGone(const QString &reason)
{
    if (!m_context)
        return;
    retain();
    close();
    SignalWaiterList waiters;
    waiters.takeAll(m_waiters);
    // Those who are still owed an emission come first; its arguments may be gone with the sender.
    const auto endAll = [this, &reason](SignalWaiterList &list) {
        while (!list.isEmpty()) {
            SignalWaiter *waiter = list.takeFirst();
            letGo(*waiter);
            waiter->senderIsGone(reason);
        }
    };
    for (Emission *emission = m_emission; emission; emission = emission->outer)
        endAll(emission->owed);
    endAll(waiters);
    release();
}

void SignalHub::connectionIsGone()
{
    if (m_livesHere && QThread::currentThreadId() == m_thread) {
        endIfDisconnected();
        return;
    }
    // The sender was destroyed or disconnected on its thread, to which it may have moved. What it has emitted is on its
    // way, and if it was destroyed that too: this comes after it.
    struct Release
    {
        void operator()(SignalHub *hub) const { hub->release(); }
    };
    const QMutexLocker lock(&m_mutex);
    if (!m_context)
        return;
    retain();
    QMetaObject::invokeMethod(
        m_context, [hub = std::unique_ptr<SignalHub, Release>(this)] { hub->endIfDisconnected(); },
        Qt::QueuedConnection);
}

void SignalHub::endIfDisconnected()
{
    if (m_context && !m_connection)
        senderIsGone(disconnectedReason());
}

void SignalHub::closeOrRest()
{
    if (!m_context->isBusy() || m_context->isUnwinding) {
        close();
    } else if (!m_isIdle) {
        m_context->idleHubs.push_back(this);
        m_isIdle = true;
    }
}

void SignalHub::closeIfStillUnused()
{
    m_isIdle = false;
    closeIfUnused();
}

void SignalHub::close()
{
    ThreadContext &context = *m_context;
    {
        const QMutexLocker lock(&m_mutex);
        m_context = nullptr;
    }
    if (context.lastHub == this)
        context.lastHub = nullptr;
    if (std::exchange(m_isIdle, false))
        std::erase(context.idleHubs, this);
    context.hubs.remove({ m_sender, m_signalIndex }, this);
    QObject::disconnect(m_connection);
    QObject::disconnect(m_destroyedConnection);
    m_receiver.reset();
    release();
}

QMetaObject::Connection IndexedSignalInfo::connect(const QObject &sender, SignalHub &hub) const
{
    hub.m_receiver = std::make_unique<IndexedReceiver>(hub);
    return QMetaObject::connect(&sender, index, hub.m_receiver.get(), QObject::staticMetaObject.methodCount(),
        Qt::AutoConnection, nullptr);
}

} // namespace AsyncWidgets::Detail
