// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The waits for an emission of a signal, and the place where the arguments are kept until the task goes on.

#pragma once

#include <asyncwidgets/detail/sharedconnection.h>
#include <asyncwidgets/detail/signaltraits.h>
#include <asyncwidgets/detail/wait.h>

#include <exception>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace AsyncWidgets::Detail {

/// What a signal carries in the place of an argument that is to be kept: the argument itself.
template<typename Argument>
struct EmittedAs
{
    using Type = Argument;
};

/// Calls \a function with the arguments of an emission.
template<typename... Arguments, typename Function>
decltype(auto) withArguments(
    std::type_identity<std::tuple<Arguments...>>, void **arguments, Function &&function)
{
    return [&]<std::size_t... Indices>(std::index_sequence<Indices...>) -> decltype(auto) {
        return std::forward<Function>(function)(
            *static_cast<const typename EmittedAs<Arguments>::Type *>(arguments[Indices + 1])...);
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

    [[nodiscard]] std::exception_ptr failure() const
    {
        if constexpr (isSafe)
            return nullptr;
        else
            return m_error.error;
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
                [this](const auto &...values) { m_arguments.emplace(values...); });
        }
    }

    [[no_unique_address]] std::conditional_t<sizeof...(Arguments) == 0, Nothing, std::optional<List>>
        m_arguments;
    [[no_unique_address]] std::conditional_t<isSafe, Nothing, Error> m_error;
};

/// A wait for a signal. It stands in the list of its connection from its creation to its end, so that it knows when its
/// sender is gone, wherever it is kept; while it has no listener, emissions pass it by. A temporary ends with its
/// co_await; a variable may be awaited again.
class ASYNCWIDGETS_EXPORT SignalWaitBase : public Wait, protected SignalWaiter
{
public:
    bool start() override
    {
        if (!isLinked()) [[unlikely]]
            cannotStart();
        else
            moveToEnd(); // of those who wait
        return true;
    }
    bool cancel() override
    {
        if (isLinked() && !m_isVariable)
            unlink();
        return true;
    }
    [[nodiscard]] QString description() const override { return signalDescription(); }

    void setVariable() { m_isVariable = true; } ///< it goes on to watch its sender when it is over

protected:
    SignalWaitBase(QObject &sender, int signalIndex)
        : SignalWaiter(sender)
    {
        // Which may tell at once that the sender is gone.
        m_isOfEndingTask = !SharedConnection::joinToWait(*this, signalIndex);
    }
    SignalWaitBase(SignalWaitBase &&other) noexcept
        : SignalWaiter(static_cast<SignalWaiter &&>(other)) // only its part is moved
        , m_isSenderGone(other.m_isSenderGone)
        , m_isOfEndingTask(std::exchange(other.m_isOfEndingTask, false))
    {
    }

    /// For the destructor of each class whose members are of the user's types: they may emit the signal when they die.
    void leave()
    {
        if (isLinked())
            unlink();
    }
    /// An emission has unlinked it. It is over if it has a listener to tell; in a variable it keeps watching its sender.
    void rejoinUnlessOver(SharedConnection &connection)
    {
        if (!hasListener() || m_isVariable)
            connection.add(*this);
    }
    void senderIsGone(const QString &reason) override;

private:
    void cannotStart();

    bool m_isVariable = false;
    bool m_isSenderGone = false;
    bool m_isOfEndingTask = false; // and watches nothing
};

template<typename Arguments>
class SignalWait : public SignalWaitBase
{
public:
    SignalWait(QObject &sender, int signalIndex)
        : SignalWaitBase(sender, signalIndex)
    {
    }
    SignalWait(SignalWait &&other) noexcept
        : SignalWaitBase(std::move(other))
    {
    }
    ~SignalWait() override { leave(); }

    [[nodiscard]] std::exception_ptr failure() const override { return m_arguments.failure(); }

    typename SignalResultOf<Arguments>::Type await_resume() { return m_arguments.take(); }

protected:
    [[nodiscard]] TaskRecord *signalEmitted(SharedConnection &connection, void **arguments) override
    {
        rejoinUnlessOver(connection);
        return hasListener() ? completeWith(arguments) : nullptr;
    }
    [[nodiscard]] TaskRecord *completeWith(void **arguments)
    {
        m_arguments.store(arguments);
        return tellCompleted();
    }

    EmittedArguments<Arguments> m_arguments;
};

} // namespace AsyncWidgets::Detail
