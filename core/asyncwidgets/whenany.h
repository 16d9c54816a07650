// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// whenAny(): waits for the first of several; the others are cancelled.

#pragma once

#include <asyncwidgets/detail/anywait.h>
#include <asyncwidgets/detail/combinationlist.h>

#include <utility>
#include <vector>

namespace AsyncWidgets {

/// co_await whenAny(waitFor(slider, &IntSlider::valueChanged), waitFor(button, &Button::clicked)) goes on with the
/// first that completes. It takes waits and tasks, by value.
///
/// \returns a std::variant; its index() tells which was first, and its value is that one's result (std::monostate for
/// none). An exception of the first is rethrown.
///
/// Branches start in order; if one completes at once, those after it do not start. The others are cancelled before the
/// task goes on. A branch whose sender dies drops out, and when all have, the task is cancelled. A branch that is
/// running at the moment of the decision ends at its next pause, and the task goes on then.
///
/// A wait that is cancelled has taken nothing: what it would have read from a stream is still there, first in line. (A
/// task that has read it in its own code has taken it.) The quiet time of waitUntilSettled(sender, ...) starts afresh
/// with the next one; in a loop, give it a stream that lives outside: waitUntilSettled(stream, 250ms).
/// Combinations inside combinations use stack for each level when they are decided: fine for hundreds, not for 10,000.
///
/// \code
/// const auto answer = co_await whenAny(waitFor(yes, &QPushButton::clicked), waitFor(no, &QPushButton::clicked));
/// if (answer.index() == 0) ...
/// \endcode
template<typename... Awaitables>
ASYNCWIDGETS_NODISCARD_WAIT auto whenAny(Awaitables &&...awaitables)
{
    static_assert((... && Detail::Combinable<Awaitables>),
        "whenAny() combines waits and tasks of Async Widgets, by value: a task that has a name goes in with "
        "std::move().");
    static_assert(Detail::isBranchCount<sizeof...(Awaitables)>, "Combine 1 to 63 waits.");
    if constexpr (Detail::AreCombinable<Awaitables...>) {
        return Detail::AnyWait<Detail::BranchOf<Awaitables>...>(
            Detail::toBranch(std::forward<Awaitables>(awaitables))...);
    }
}

/// The same for a number that is known at run time only: const auto [index, value] = co_await
/// whenAny(std::move(tasks)).
///
/// \returns a std::pair of the number of the first in the list, from 0, and its result (std::monostate for none).
/// Throws WaitError for an empty list.
template<typename Awaitable>
ASYNCWIDGETS_NODISCARD_WAIT auto whenAny(std::vector<Awaitable> &&awaitables)
{
    static_assert(Detail::Combinable<Awaitable>, "whenAny() combines waits and tasks of Async Widgets.");
    if constexpr (Detail::Combinable<Awaitable>) {
        Detail::requireBranches(awaitables.size());
        return Detail::AnyOfList<Detail::BranchOf<Awaitable>>(std::move(awaitables));
    }
}

} // namespace AsyncWidgets
