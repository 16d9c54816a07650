// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// withTimeout(): waits with a time limit.

#pragma once

#include <asyncwidgets/detail/timeoutwait.h>

namespace AsyncWidgets {

/// co_await withTimeout(waitFor(...), 5s) waits for a wait or a task, but no longer than \a duration.
///
/// \returns a std::optional of the result (std::monostate for none), empty when the time was up; what was waited for
/// has been cancelled then, and has taken nothing from a stream. If both are due, the one that the event loop handles
/// first decides. The time counts from the co_await, and what is over at once is never timed out. If the sender dies,
/// the task is cancelled at once. Throws WaitError for a duration that is negative or not a number.
///
/// \code
/// const auto value = co_await withTimeout(waitFor(slider, &QSlider::valueChanged), 5s);
/// label.setText(value ? QString::number(*value) : "Nobody has touched it.");
/// \endcode
template<typename Awaitable, typename Duration>
ASYNCWIDGETS_NODISCARD_WAIT auto withTimeout(Awaitable &&awaitable, Duration duration)
{
    static_assert(Detail::Combinable<Awaitable>,
        "withTimeout() takes a wait or a task of Async Widgets, by value: a task that has a name goes in "
        "with std::move().");
    static_assert(
        Detail::isDuration<Duration>, "withTimeout() takes a duration with its unit, such as 500ms.");
    if constexpr (Detail::Combinable<Awaitable> && Detail::isDuration<Duration>) {
        return Detail::TimeoutWait<Detail::BranchOf<Awaitable>>(
            Detail::toBranch(std::forward<Awaitable>(awaitable)),
            Detail::toDuration(duration, "withTimeout"));
    }
}

} // namespace AsyncWidgets
