// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The task of forEachLatest().

#pragma once

#include <asyncwidgets/task.h>
#include <asyncwidgets/whenany.h>

#include <concepts>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

namespace AsyncWidgets::Detail {

/// What streamOf() and throttled() give.
template<typename T>
concept IsStream = !std::is_reference_v<T> && requires(T &stream) {
    typename T::Result;
    { stream.next() } -> IsWait;
};

template<typename Stream>
using ChangeOf = ValueResult<decltype(std::declval<Stream &>().next())>;

/// Calls \a body with a change: nothing, its value, or the values of a tuple.
template<typename Body, typename Change>
auto callWith(Body &body, const Change &change)
{
    if constexpr (std::same_as<Change, std::monostate>)
        return body();
    else if constexpr (std::invocable<Body &, const Change &>)
        return std::invoke(body, change);
    else
        return std::apply(body, change);
}

template<typename Body, typename Change>
inline constexpr bool takesChange = std::invocable<Body &, const Change &>;
template<typename Body>
inline constexpr bool takesChange<Body, std::monostate> = std::invocable<Body &>;
template<typename Body, typename... Values>
inline constexpr bool takesChange<Body, std::tuple<Values...>>
    = std::invocable<Body &, const Values &...> || std::invocable<Body &, const std::tuple<Values...> &>;

template<typename Body, typename Stream>
concept IsBodyFor = takesChange<Body, ChangeOf<Stream>>
    && isTask<decltype(callWith(std::declval<Body &>(), std::declval<const ChangeOf<Stream> &>()))>;

// In a namespace in which no argument's type lies: a call of the public function finds only that.
namespace Named {

template<typename Stream, typename Body>
Task<> forEachLatest(Stream changes, Body body) // a task goes by the name of its function
{
    std::optional<ChangeOf<Stream>> latest; // a change can be copied, but perhaps not assigned
    for (;;) {
        auto next = whenAny(changes.next());
        auto change = co_await std::move(next);
        latest.emplace(std::get<0>(std::move(change)));
        for (bool isWorking = true; isWorking;) {
            auto either = whenAny(callWith(body, *latest), changes.next());
            auto first = co_await std::move(either);
            isWorking = first.index() == 1;
            if (isWorking)
                latest.emplace(std::get<1>(std::move(first)));
        }
    }
}

} // namespace Named
} // namespace AsyncWidgets::Detail
