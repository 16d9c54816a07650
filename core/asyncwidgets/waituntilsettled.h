// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitUntilSettled(): pauses a task until a signal has been emitted and then been quiet for a while (debounce).

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/task.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets {
namespace Detail {

template<typename Arguments>
class SettledWait : public SignalWait<Arguments>, private TimerListener
{
public:
    SettledWait(QObject &sender, const SignalInfo &signal, Duration quiet)
        : SignalWait<Arguments>(sender, signal)
        , m_quiet(quiet)
        , m_timer(*this)
    {
    }
    SettledWait(SettledWait &&other) noexcept
        : SignalWait<Arguments>(std::move(other))
        , m_quiet(other.m_quiet)
        , m_timer(*this)
    {
    }

    bool cancel() override
    {
        m_timer.stop();
        return SignalWait<Arguments>::cancel();
    }
    [[nodiscard]] QString description() const override
    {
        return QCoreApplication::translate("AsyncWidgets", "%1 quiet for %2")
            .arg(SignalWait<Arguments>::description(), describeDuration(m_quiet));
    }

private:
    TaskRecord *signalEmitted(SignalHub &hub, void **arguments) override
    {
        hub.add(*this);
        this->m_arguments.store(arguments);
        m_lastEmission = std::chrono::steady_clock::now();
        if (!m_timer.isActive())
            m_timer.start(m_quiet);
        return nullptr;
    }
    void senderIsGone(const QString &reason) override
    {
        m_timer.stop(); // in a combinator this object outlives its own wait
        SignalWait<Arguments>::senderIsGone(reason);
    }
    void timedOut() override
    {
        // One timer for a burst of any length: it is set again only when it was up too early.
        const Duration elapsed = std::chrono::steady_clock::now() - m_lastEmission;
        if (elapsed < m_quiet) {
            m_timer.start(m_quiet - elapsed);
        } else {
            this->unlink();
            this->complete();
        }
    }

    Duration m_quiet;
    Timer m_timer;
    std::chrono::steady_clock::time_point m_lastEmission;
};

} // namespace Detail

/// co_await waitUntilSettled(sender, &Sender::signal, 250ms) pauses the task until the signal has been emitted at
/// least once and then not for \a quiet. Returns the arguments of the last emission. Everything else is as in
/// waitFor(); throws WaitError for a negative duration as well.
template<typename Sender, typename Signal, typename Rep, typename Period>
[[nodiscard]] auto waitUntilSettled(Sender &&sender, Signal signal, std::chrono::duration<Rep, Period> quiet)
{
    Detail::checkSignal<Sender, Signal>();
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal>) {
        QObject *object = Detail::senderPointer(sender);
        Detail::requireSender(object, "waitUntilSettled");
        return Detail::SettledWait<typename Detail::SignalTraits<Signal>::Arguments>(*object,
            Detail::TypedSignalInfo<Signal>::of(signal),
            Detail::requireDuration(Detail::toDuration(quiet), "waitUntilSettled"));
    }
}

} // namespace AsyncWidgets
