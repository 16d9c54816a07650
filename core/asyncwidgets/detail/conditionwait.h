// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of waitUntil().

#pragma once

#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/waiterror.h>

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

namespace AsyncWidgets::Detail {

template<typename Arguments, typename Condition>
class ConditionWait : public SignalWait<Arguments>
{
public:
    ConditionWait(QObject &sender, int signalIndex, Condition condition)
        : SignalWait<Arguments>(sender, signalIndex)
        , m_condition(std::move(condition))
    {
    }

    ConditionWait(ConditionWait &&) = default;
    ~ConditionWait() override { this->leave(); }

    bool start() override
    {
        m_error = nullptr;
        m_cancelled.reset();
        return SignalWait<Arguments>::start();
    }
    bool cancel() override
    {
        static_cast<void>(SignalWait<Arguments>::cancel());
        if (m_isAsking)
            m_cancelled = QString();
        return !m_isAsking;
    }
    [[nodiscard]] std::exception_ptr failure() const override
    {
        return m_error ? m_error : SignalWait<Arguments>::failure();
    }

    typename SignalResultOf<Arguments>::Type await_resume()
    {
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        return SignalWait<Arguments>::await_resume();
    }

private:
    TaskRecord *signalEmitted(SharedConnection &connection, void **arguments) override
    {
        // It keeps its place until the condition holds, also while the condition runs.
        connection.keepWaiting(*this);
        if (!this->hasListener())
            return nullptr;
        if (m_isAsking) {
            m_error = std::make_exception_ptr(
                WaitError(QStringLiteral("The condition of a waitUntil() has emitted the signal that it was "
                                         "asked about: a condition only "
                                         "looks, and what is to happen then belongs after the co_await.")));
            return nullptr;
        }
        // Whatever the condition ends, this object stays until it returns: the task is not unwound meanwhile.
        TaskHold hold(this->listener().waitingTask());
        const bool isOver = ask(arguments);
        if (TaskRecord *outermost = hold.end())
            return outermost->unwind(); // and this object with it
        if (m_cancelled)
            return this->tellCancelled(*m_cancelled);
        if (!isOver)
            return nullptr;
        this->unlink();
        this->rejoinUnlessOver(connection);
        return this->hasListener() ? this->completeWith(arguments) : nullptr;
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
                [this](const auto &...values) -> bool { return std::invoke(m_condition, values...); });
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

} // namespace AsyncWidgets::Detail
