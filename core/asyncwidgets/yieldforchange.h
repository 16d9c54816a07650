// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// yieldForChange(): drives a generator by a signal, as a task.

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/generator.h>
#include <asyncwidgets/task.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>

#include <concepts>
#include <functional>
#include <type_traits>

namespace AsyncWidgets {
namespace Detail {

/// A wait for a signal that is shown at the place where the generator has yielded.
template<typename Arguments>
class YieldWait final : public SignalWait<Arguments>
{
public:
    YieldWait(QObject &sender, int signalIndex, std::source_location where)
        : SignalWait<Arguments>(sender, signalIndex)
        , m_where(where)
    {
    }
    [[nodiscard]] std::source_location pausedAt() const { return m_where; }

private:
    std::source_location m_where;
};

/// Ends the task: what it would wait for next is gone.
class ASYNCWIDGETS_EXPORT CancelledWait final : public Wait
{
public:
    explicit CancelledWait(QString reason)
        : m_reason(std::move(reason))
    {
    }
    bool start() override;
    bool cancel() override { return true; }
    [[nodiscard]] QString description() const override { return {}; }
    void await_resume() const { }

private:
    QString m_reason;
};

template<typename T>
inline constexpr bool isGenerator = false;
template<typename Sent>
inline constexpr bool isGenerator<Generator<Sent>> = true;

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wzero-as-null-pointer-constant" // which g++ itself puts into every coroutine
#endif
template<typename Arguments, typename Sent>
Task<> drive(QObject *sender, QPointer<QObject> guard, int signalIndex, Generator<Sent> generator)
{
    while (generator.advance()) {
        if (!guard && !SharedConnection::isServing(sender))
            co_await CancelledWait(
                reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the sender was destroyed")));
        YieldWait<Arguments> change(*sender, signalIndex, generator.pausedAt());
        if constexpr (std::is_void_v<Sent>)
            co_await std::move(change);
        else
            generator.send(co_await std::move(change));
    }
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

} // namespace Detail

/// Returned by yieldForChange(): turns a generator, or a function that returns one, into a task.
template<typename Signal>
class GeneratorDriver final
{
public:
    /// Made by yieldForChange(). \a sender may die: then the task is cancelled.
    GeneratorDriver(QObject &sender, Signal signal)
        : m_sender(&sender)
        , m_signal(signal)
    {
    }

    /// The task that runs \a generator and sends it each change of the signal, from its next pause on.
    template<typename Sent>
    [[nodiscard]] Task<> operator()(Generator<Sent> generator) const
    {
        using Arguments = typename Detail::SignalTraits<Signal>::Arguments;
        static_assert(std::is_void_v<Sent> || std::is_convertible_v<SignalResult<Signal>, Sent>,
            "The generator must be sent what the signal carries: its argument, or a tuple of them, or "
            "nothing.");
        const std::source_location function
            = generator.isValid() ? generator.pausedAt() : std::source_location::current();
        Task<> task = Detail::drive<Arguments>(
            m_sender.data(), m_sender, Detail::indexOfSignal(m_signal), std::move(generator));
        task.record().setKind(TaskKind::Generator);
        task.record().setWhere(function);
        return task;
    }

    /// The decorated \a function: called with the arguments of the original, it returns a task.
    template<typename Function>
        requires(!Detail::isGenerator<std::remove_cvref_t<Function>>)
    [[nodiscard]] auto operator()(Function function) const
    {
        return
            [driver = *this, decorated = std::move(function)]<typename... Arguments>(Arguments &&...arguments)
            requires std::invocable<const Function &, Arguments...>
        { return driver(std::invoke(decorated, std::forward<Arguments>(arguments)...)); };
    }

private:
    QPointer<QObject> m_sender;
    Signal m_signal;
};

/// yieldForChange(sender, &Sender::signal)(function) makes a task of a function that waits by
/// `co_yield nextChange`: each emission of the signal resumes it with the value. The rules are those of waitFor(),
/// and it throws WaitError in the same cases.
template<typename Sender, typename Signal = Detail::OverloadedSignal<Sender>>
[[nodiscard]] auto yieldForChange(Sender &&sender, Signal signal)
{
    Detail::checkSignal<Sender, Signal>();
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal>) {
        QObject *object = Detail::senderPointer(sender);
        Detail::requireSender(object, "yieldForChange");
        return GeneratorDriver<Signal>(*object, signal);
    }
}

} // namespace AsyncWidgets
