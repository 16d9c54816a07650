// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/progresschannel.h>

#include <QtCore/QtDebug>

#include <cmath>

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
    look();
}

void ProgressChannel::look()
{
    m_timer.start(frame);
}

void ProgressChannel::stop()
{
    if (!isActive())
        return;
    m_timer.stop();
    deliver();
}

void ProgressChannel::timedOut()
{
    look(); // first, since this object may be gone afterwards
    deliver();
}

void ProgressChannel::deliver()
{
    const double latest = m_latest.load(std::memory_order_relaxed);
    if (std::isnan(latest) || latest == m_delivered)
        return; // nothing yet, or nothing new
    m_delivered = latest;
    Q_EMIT valueChanged(latest); // this object may be gone afterwards
}

Q_NEVER_INLINE void ProgressChannel::refuse() noexcept
{
    if (m_hasRefused.exchange(true, std::memory_order_relaxed))
        return;
    try {
        qWarning("A progress that is not a number is refused, and so are further ones without a word: "
                 "is it a part of a total of 0?");
    } catch (...) {
        // There is no memory for the sentence.
    }
}

} // namespace AsyncWidgets
