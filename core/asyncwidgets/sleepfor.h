// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// sleepFor(): pauses a task for a while.

#pragma once

#include <asyncwidgets/detail/sleepwait.h>

namespace AsyncWidgets {

/// co_await sleepFor(200ms) pauses the task for that long, never shorter; the event loop runs meanwhile.
///
/// sleepFor(0ms) lets the event loop turn once. Of the tasks that are due in one turn, the one with the earlier
/// deadline goes on first, and of those with equal deadlines the one that began first. A duration beyond the range of
/// the clock, infinity included, lasts for ever. Throws WaitError, in the task, for a duration that is negative or
/// not a number, and on a thread without an event loop.
///
/// \code
/// for (int left = 10; left > 0; --left) {
///     label.setNum(left);
///     co_await sleepFor(1s);
/// }
/// \endcode
template<typename Duration>
ASYNCWIDGETS_NODISCARD_WAIT auto sleepFor(Duration duration)
{
    static_assert(Detail::isDuration<Duration>, "sleepFor() takes a duration with its unit, such as 500ms.");
    if constexpr (Detail::isDuration<Duration>)
        return Detail::SleepWait(Detail::toDuration(duration, "sleepFor"));
}

} // namespace AsyncWidgets
