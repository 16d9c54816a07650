// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait for one emission of a signal, and the place where the arguments are kept until the task goes on.

#pragma once

#include <asyncwidgets/detail/signalhub.h>
#include <asyncwidgets/detail/signaltraits.h>
#include <asyncwidgets/detail/wait.h>

#include <exception>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace AsyncWidgets::Detail {

[[noreturn]] ASYNCWIDGETS_EXPORT void refuseNullSender(const char *function);

/// Throws WaitError if \a sender is null, naming \a function.
inline void requireSender(const QObject *sender, const char *function)
{
    if (!sender)
        refuseNullSender(function);
}

/// Calls \a function with the arguments of an emission.
template<typename... Arguments, typename Function>
decltype(auto) withArguments(
    std::type_identity<std::tuple<Arguments...>>, void **arguments, Function &&function)
{
    return [&]<std::size_t... Indices>(std::index_sequence<Indices...>) -> decltype(auto) {
        return std::forward<Function>(function)(*static_cast<const Arguments *>(arguments[Indices + 1])...);
    }(std::index_sequence_for<Arguments...>());
}

/// Keeps copies of the arguments. If copying throws, keeps the exception.
template<typename Arguments>
class EmittedArguments;

template<typename... Arguments>
class EmittedArguments<std::tuple<Arguments...>>
{
public:
    using List = std::tuple<Arguments...>;
    using Result = typename SignalResultOf<List>::Type;

    void store(void **arguments) noexcept
    {
        if constexpr (isSafe) {
            copy(arguments);
        } else {
            try {
                m_error.error = nullptr; // of an emission that no longer counts
                copy(arguments);
            } catch (...) {
                m_error.error = std::current_exception();
            }
        }
    }

    Result take()
    {
        if constexpr (!isSafe) {
            if (m_error.error)
                std::rethrow_exception(std::exchange(m_error.error, nullptr));
        }
        if constexpr (sizeof...(Arguments) == 1)
            return std::get<0>(*std::exchange(m_arguments, std::nullopt));
        else if constexpr (sizeof...(Arguments) > 1)
            return *std::exchange(m_arguments, std::nullopt);
    }

    [[nodiscard]] bool hasFailed() const
    {
        if constexpr (isSafe)
            return false;
        else
            return m_error.error != nullptr;
    }

private:
    static constexpr bool isSafe = (... && std::is_nothrow_copy_constructible_v<Arguments>);
    struct Nothing
    {
    };
    struct Error
    {
        std::exception_ptr error;
    };

    void copy(void **arguments)
    {
        if constexpr (sizeof...(Arguments) > 0) {
            withArguments(std::type_identity<List>(), arguments,
                [this](const Arguments &...values) { m_arguments.emplace(values...); });
        }
    }

    [[no_unique_address]] std::conditional_t<sizeof...(Arguments) == 0, Nothing, std::optional<List>>
        m_arguments;
    [[no_unique_address]] std::conditional_t<isSafe, Nothing, Error> m_error;
};

template<typename Arguments>
class SignalWait : public Wait, protected SignalWaiter
{
public:
    SignalWait(QObject &sender, const SignalInfo &signal)
        : SignalWaiter(sender)
        , m_signal(&signal)
    {
    }
    SignalWait(SignalWait &&other) noexcept
        : Wait(std::move(other))
        , SignalWaiter(other.sender())
        , m_signal(other.m_signal)
    {
    }

    bool start() override
    {
        SignalHub::join(*this, *m_signal);
        return true;
    }
    bool cancel() override
    {
        if (isLinked())
            unlink();
        return true;
    }
    [[nodiscard]] bool hasFailed() const override { return m_arguments.hasFailed(); }
    [[nodiscard]] QString description() const override { return signalDescription(); }

    typename SignalResultOf<Arguments>::Type await_resume() { return m_arguments.take(); }
    using SignalWaiter::sender;

protected:
    [[nodiscard]] TaskRecord *signalEmitted(SignalHub &, void **arguments) override
    {
        m_arguments.store(arguments);
        return listener().waitCompleted(*this);
    }
    void senderIsGone(const QString &reason) override { completeCancelled(reason); }

    EmittedArguments<Arguments> m_arguments;

private:
    const SignalInfo *m_signal;
};

} // namespace AsyncWidgets::Detail
