// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/progresschannel.h>

#include <asyncwidgets/detail/timerqueue.h>

#include <QtCore/QPointer>
#include <QtCore/QtDebug>

#include <cmath>

namespace AsyncWidgets {

/// Lets the channel look, once per frame. Stays a little longer than a channel that is destroyed on another thread.
class ProgressChannel::FrameTimer final : public QObject, private Detail::TimerListener
{
public:
    explicit FrameTimer(ProgressChannel &channel)
        : m_channel(&channel)
    {
        m_timer.start(frame);
    }

private:
    void timedOut() override
    {
        if (!m_channel)
            return;
        m_timer.start(frame); // first, since this object may be gone afterwards
        m_channel->deliver();
    }

    const QPointer<ProgressChannel> m_channel;
    Detail::Timer m_timer { *this };
};

ProgressChannel::ProgressChannel(QObject *parent)
    : QObject(parent)
{
}

ProgressChannel::~ProgressChannel() = default;

void ProgressChannel::start()
{
    m_latest.store(none, std::memory_order_relaxed);
    m_delivered = none;
    startFrameTimer();
}

void ProgressChannel::startFrameTimer()
{
    m_frameTimer.reset(new FrameTimer(*this));
}

void ProgressChannel::stop()
{
    if (!isActive())
        return;
    m_frameTimer.reset();
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
