// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/progresschannel.h>

#include <QtCore/QTimerEvent>

namespace AsyncWidgets {

ProgressChannel::ProgressChannel(QObject *parent)
    : QObject(parent)
{
}

ProgressChannel::~ProgressChannel() = default;

void ProgressChannel::start()
{
    m_latest.store(none, std::memory_order_relaxed);
    m_delivered = none;
    m_timer.start(static_cast<int>(frame.count()), this);
}

void ProgressChannel::stop()
{
    if (!isActive())
        return;
    m_timer.stop();
    deliver();
}

void ProgressChannel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        deliver();
    else
        QObject::timerEvent(event);
}

void ProgressChannel::deliver()
{
    const double latest = m_latest.load(std::memory_order_relaxed);
    if (latest == m_delivered)
        return;
    m_delivered = latest;
    Q_EMIT valueChanged(latest); // this object may be gone afterwards
}

} // namespace AsyncWidgets
