// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/stallmonitor.h>

#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/stallwatch.h>
#include <asyncwidgets/detail/tracelog.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QMetaEnum>
#include <QtCore/QPointer>
#include <QtCore/QThread>
#include <QtCore/QtDebug>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

QString eventText(const Stall &stall)
{
    if (stall.eventType == QEvent::None)
        return {};
    QString text = u"%1 of %2"_s.arg(stall.eventName(), stall.receiverClass);
    if (!stall.receiverName.isEmpty())
        text += u" \"%1\""_s.arg(stall.receiverName);
    return text;
}

QString taskText(const Stall &stall)
{
    const QString path = QString::fromUtf8(stall.where.file_name());
    return u"%1, resumed at %2:%3"_s.arg(
        stall.task, path.mid(path.lastIndexOf(u'/') + 1), QString::number(stall.where.line()));
}

qint64 millisecondsOf(const Stall &stall)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(stall.duration).count();
}

} // namespace

QString Stall::eventName() const
{
    const char *name = QMetaEnum::fromType<QEvent::Type>().valueToKey(eventType);
    return name ? QString::fromLatin1(name) : QString::number(eventType);
}

QString Stall::culprit() const
{
    const QString event = eventText(*this);
    if (task.isEmpty())
        return event.isEmpty() ? stack.value(0) : event;
    return event.isEmpty() ? task : u"%1 in %2"_s.arg(task, event);
}

QString Stall::toString() const
{
    QStringList lines { u"%1 ms"_s.arg(millisecondsOf(*this)) };
    if (eventType != QEvent::None)
        lines.append(u"event: "_s + eventText(*this));
    if (!task.isEmpty())
        lines.append(u"task: "_s + taskText(*this));
    for (const QString &function : stack)
        lines.append(u"    "_s + function);
    return lines.join(u'\n');
}

StallMonitor::StallMonitor(std::chrono::milliseconds threshold, QObject *parent)
    : QObject(parent)
{
    using namespace std::chrono_literals;
    const QCoreApplication *application = QCoreApplication::instance();
    const bool seesEvents = application && application->thread() == thread();
    const auto withinBounds = std::clamp<std::chrono::milliseconds>(threshold, 10ms, 24h);
    m_watch = std::make_unique<Detail::StallWatch>(*this, withinBounds, seesEvents);
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    if (!dispatcher) {
        qWarning("StallMonitor: there is no event loop to watch on this thread; create the QCoreApplication "
                 "first, or "
                 "use a QThread.");
        return;
    }
    const auto turnBegins = [this] { m_watch->turnBegins(); };
    const auto sleepBegins = [this] { m_watch->sleepBegins(); };
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, turnBegins, Qt::DirectConnection);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, sleepBegins, Qt::DirectConnection);
    connect(dispatcher, &QObject::destroyed, this, [this] { stop(); }, Qt::DirectConnection);
    if (seesEvents)
        QCoreApplication::instance()->installEventFilter(this);
    m_watch->begin();
}

StallMonitor::~StallMonitor()
{
    if (const QThread *thread = this->thread();
        thread && thread != QThread::currentThread() && !thread->isFinished()) {
        qWarning("StallMonitor: it was destroyed on another thread than the one that it watches: destroy it "
                 "there.");
    }
    stop();
    if (m_watch->isInChild())
        m_watch.release(); // the thread that it holds is not there
}

void StallMonitor::stop()
{
    if (!m_watch->isInChild())
        m_watch->stop();
}

std::chrono::milliseconds StallMonitor::threshold() const
{
    return m_watch->threshold;
}

void StallMonitor::setWarns(bool warns)
{
    m_watch->warns = warns;
}

bool StallMonitor::warns() const
{
    return m_watch->warns;
}

void StallMonitor::setFindsLines(bool finds)
{
    m_watch->findsLines = finds;
}

bool StallMonitor::findsLines() const
{
    return m_watch->findsLines;
}

int StallMonitor::signalNumber()
{
    return Detail::SampledThread::signalNumber();
}

bool StallMonitor::setSignalNumber(int number)
{
    return Detail::SampledThread::setSignalNumber(number);
}

bool StallMonitor::eventFilter(QObject *watched, QEvent *event)
{
    // What handles the event is called from where this function's caller is called from, and with the same stack pointer.
    const quintptr frame = ASYNCWIDGETS_FRAME;
    if (!m_knowsHandler) {
        m_knowsHandler = true;
        const Detail::CallersCaller handler = Detail::findCallersCaller(frame);
        m_distance = handler.distance;
        m_handler = handler.function;
    }
    m_watch->eventComes(frame + m_distance, m_handler, *watched, event->type());
    return false;
}

bool StallMonitor::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    m_watch->turnBegins(); // it may have been asked to answer
    const QPointer<StallMonitor> alive(this); // whoever is told may destroy it
    for (const Stall &stall : m_watch->takeStalls()) {
        if (!alive)
            break;
        if (warns()) {
            QString words = u"The event loop was held for %1 ms"_s.arg(millisecondsOf(stall));
            if (stall.eventType != QEvent::None)
                words += u" by "_s + eventText(stall);
            if (!stall.task.isEmpty())
                words += u", in task "_s + taskText(stall);
            if (!stall.stack.isEmpty())
                words += u", in "_s + stall.stack.first();
            qWarning().noquote() << words + u'.';
        }
        if (const Detail::ThreadContext *context = Detail::ThreadContext::existing();
            context && context->trace)
            context->trace->stalled(stall);
        Q_EMIT stalled(stall);
    }
    return true;
}

} // namespace AsyncWidgets
