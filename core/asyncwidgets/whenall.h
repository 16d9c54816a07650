// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// whenAll(): waits for all of several.

#pragma once

#include <asyncwidgets/detail/allwait.h>
#include <asyncwidgets/detail/combinationlist.h>

#include <utility>
#include <vector>

namespace AsyncWidgets {

/// co_await whenAll(...) goes on when every one of its waits and tasks has completed, in whatever order.
///
/// \returns a std::tuple of their results in the order of the arguments (std::monostate for none). The first exception
/// is rethrown, after the other branches have been cancelled. If a sender dies, the task is cancelled.
///
/// As in whenAny(), a wait that is cancelled has taken nothing, even if it had completed before: the change that one
/// stream had is still there when another branch fails or the time is up.
/// The one exception: if all have completed, and a result throws while it is moved to the task, then the results of the
/// branches before it are lost.
///
/// \code
/// const auto [name, age] = co_await whenAll(askName(line), askAge(spinBox));
/// \endcode
template<typename... Awaitables>
ASYNCWIDGETS_NODISCARD_WAIT auto whenAll(Awaitables &&...awaitables)
{
    static_assert((... && Detail::Combinable<Awaitables>),
        "whenAll() combines waits and tasks of Async Widgets, by value: a task that has a name goes in with "
        "std::move().");
    static_assert(Detail::isBranchCount<sizeof...(Awaitables)>, "Combine 1 to 63 waits.");
    if constexpr (Detail::AreCombinable<Awaitables...>) {
        return Detail::AllWait<Detail::BranchOf<Awaitables>...>(
            Detail::toBranch(std::forward<Awaitables>(awaitables))...);
    }
}

/// The same for a number that is known at run time only: co_await whenAll(std::move(tasks)).
///
/// \returns a std::vector of the results in the order of the list, or nothing if they give nothing. An empty list
/// completes at once. The cost grows linearly with the number of branches, which only memory limits.
template<typename Awaitable>
ASYNCWIDGETS_NODISCARD_WAIT auto whenAll(std::vector<Awaitable> &&awaitables)
{
    static_assert(Detail::Combinable<Awaitable>, "whenAll() combines waits and tasks of Async Widgets.");
    if constexpr (Detail::Combinable<Awaitable>)
        return Detail::AllOfList<Detail::BranchOf<Awaitable>>(std::move(awaitables));
}

} // namespace AsyncWidgets
