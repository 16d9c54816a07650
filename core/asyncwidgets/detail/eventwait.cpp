// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/eventwait.h>

#include <asyncwidgets/detail/sharedconnection.h>
#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QMetaEnum>
#include <QtCore/QPointer>
#include <QtCore/QThread>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

void refuseEvent(const QEvent &event)
{
    const char *name = QMetaEnum::fromType<QEvent::Type>().valueToKey(event.type());
    throw WaitError(
        u"The event %1 is not of the class that was asked for, or that class does not override "
        u"QEvent::clone()."_s.arg(name ? QString::fromLatin1(name) : QString::number(int(event.type()))));
}

EventSource &EventSource::toWaitFor(QObject *object)
{
    // As for joinToWait(): the object may be gone, and this pause is the end of the task. Any other will do.
    return of(TaskRecord::isRunningToItsEnd() ? &ThreadContext::current() : object, "waitForEvent");
}

EventSource &EventSource::of(QObject *object, const char *function)
{
    requireSender(object, function);
    if (object->thread() != QThread::currentThread()) {
        throw WaitError(
            u"%1: the object lives on another thread; wait there, in a task of that thread."_s.arg(
                QString::fromLatin1(function)));
    }
    for (QObject *child : object->children()) {
        auto *source = qobject_cast<EventSource *>(child);
        if (!source)
            continue;
        if (source->m_leftThread == object->thread()) {
            throw WaitError(
                u"%1: the object is moving to another thread; wait there, in a task of that thread."_s.arg(
                    QString::fromLatin1(function)));
        }
        return *source;
    }
    return *new EventSource(*object); // its child
}

EventSource::EventSource(QObject &object)
    : QObject(&object)
{
    setObjectName(object.objectName().isEmpty() ? QString::fromLatin1(object.metaObject()->className())
                                                : object.objectName());
    object.installEventFilter(this);
}

bool EventSource::eventFilter(QObject *object, QEvent *event)
{
    if (object != parent()) // the application object sees the events of all
        return false;
    const QPointer<QObject> guard(object);
    bool isTaken = false;
    Q_EMIT events({ .event = *event, .isTaken = isTaken });
    return isTaken || !guard; // what has died gets no event; this child has died with it
}

/// Who waits here cannot follow to another thread. Qt tells the children after their parent, also those that are made
/// meanwhile.
bool EventSource::event(QEvent *event)
{
    if (event->type() == QEvent::ThreadChange) {
        m_leftThread = thread();
        auto &connections = ThreadContext::current().connections;
        if (auto *waiters = connections.value({ this, indexOfSignal(&EventSource::events) })) {
            waiters->end(reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "%1 moved to another thread"),
                [this] { return objectName(); }));
        }
        return true; // this object may be gone
    }
    return QObject::event(event);
}

} // namespace AsyncWidgets::Detail
