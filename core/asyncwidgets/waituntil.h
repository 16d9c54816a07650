// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitUntil(): pauses a task until a signal is emitted with arguments that meet a condition.

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/task.h>
#include <asyncwidgets/waiterror.h>

#include <concepts>
#include <exception>
#include <optional>

namespace AsyncWidgets {
namespace Detail {

template<typename Arguments, typename Condition>
class ConditionWait : public SignalWait<Arguments>
{
public:
    ConditionWait(QObject &sender, const SignalInfo &signal, Condition condition)
        : SignalWait<Arguments>(sender, signal)
        , m_condition(std::move(condition))
    {
    }

    bool cancel() override
    {
        SignalWait<Arguments>::cancel();
        if (m_isAsking)
            m_cancelled = QString();
        return !m_isAsking;
    }
    [[nodiscard]] bool hasFailed() const override { return m_error || SignalWait<Arguments>::hasFailed(); }

    typename SignalResultOf<Arguments>::Type await_resume()
    {
        if (m_error)
            std::rethrow_exception(m_error);
        return SignalWait<Arguments>::await_resume();
    }

private:
    TaskRecord *signalEmitted(SignalHub &hub, void **arguments) override
    {
        // It keeps its place until the condition holds, also while the condition runs.
        hub.add(*this);
        if (m_isAsking) {
            m_error = std::make_exception_ptr(
                WaitError(QStringLiteral("The condition of a waitUntil() has emitted the signal that it was "
                                         "asked about: a condition only "
                                         "looks, and what is to happen then belongs after the co_await.")));
            return nullptr;
        }
        // Whatever the condition ends, this object stays until it returns.
        TaskHold hold(this->listener().waitingTask());
        const bool isOver = ask(arguments);
        if (TaskRecord *outermost = hold.release())
            return outermost->unwind(); // and this object with it
        if (m_cancelled)
            return this->listener().waitCancelled(*this, *m_cancelled);
        if (!isOver)
            return nullptr;
        this->unlink();
        return SignalWait<Arguments>::signalEmitted(hub, arguments);
    }
    void senderIsGone(const QString &reason) override
    {
        if (m_isAsking)
            m_cancelled = reason;
        else
            SignalWait<Arguments>::senderIsGone(reason);
    }
    bool ask(void **arguments)
    {
        m_isAsking = true;
        bool holds = false;
        try {
            holds = withArguments(std::type_identity<Arguments>(), arguments,
                [this](const auto &...values) -> bool { return m_condition(values...); });
        } catch (...) {
            m_error = std::current_exception();
        }
        m_isAsking = false;
        return holds || m_error;
    }

    Condition m_condition;
    std::exception_ptr m_error;
    bool m_isAsking = false; // runs the condition
    std::optional<QString> m_cancelled; // why, while the condition ran
};

template<typename Condition, typename Arguments>
inline constexpr bool isConditionFor = false;
template<typename Condition, typename... Arguments>
inline constexpr bool isConditionFor<Condition, std::tuple<Arguments...>>
    = std::predicate<Condition &, const Arguments &...>;

} // namespace Detail

/// co_await waitUntil(sender, &Sender::signal, condition) pauses the task until the signal is emitted with arguments
/// for which \a condition returns true; the task does not run before. The condition is called inside each emission, on
/// the task's thread; an exception that it throws reaches the task. It may end the task, which happens when it has
/// returned; one that emits that signal itself is a mistake: WaitError.
/// Everything else is as in waitFor(). The present value is not looked at: test it first if it may hold already.
template<typename Sender, typename Signal, typename Condition>
[[nodiscard]] auto waitUntil(Sender &&sender, Signal signal, Condition condition)
{
    Detail::checkSignal<Sender, Signal>();
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal>) {
        using Arguments = typename Detail::SignalTraits<Signal>::Arguments;
        static_assert(Detail::isConditionFor<Condition, Arguments>,
            "The condition must be callable with the arguments of the signal and return whether it holds.");
        if constexpr (Detail::isConditionFor<Condition, Arguments>) {
            QObject *object = Detail::senderPointer(sender);
            Detail::requireSender(object, "waitUntil");
            return Detail::ConditionWait<Arguments, Condition>(
                *object, Detail::TypedSignalInfo<Signal>::of(signal), std::move(condition));
        }
    }
}

} // namespace AsyncWidgets
