// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Durations as a user writes them, in any unit and number type, as durations of the clock.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QString>

#include <chrono>
#include <cmath>

namespace AsyncWidgets::Detail {

using Duration = std::chrono::steady_clock::duration;

/// "250 ms"
[[nodiscard]] ASYNCWIDGETS_EXPORT QString describeDuration(Duration duration);
/// Throws WaitError for a duration that is negative or not a number, naming \a function.
[[noreturn]] ASYNCWIDGETS_EXPORT void refuseDuration(double milliseconds, const char *function);

template<typename T>
inline constexpr bool isDuration = false;
template<typename Rep, typename Period>
inline constexpr bool isDuration<std::chrono::duration<Rep, Period>> = true;

/// What is beyond the clock's range is for ever. Throws WaitError for what is negative or not a number.
template<typename Rep, typename Period>
[[nodiscard]] Duration toDuration(std::chrono::duration<Rep, Period> duration, const char *function)
{
    using Milliseconds = std::chrono::duration<double, std::milli>;
    const double milliseconds = std::chrono::duration_cast<Milliseconds>(duration).count();
    if (std::isnan(milliseconds) || milliseconds < 0)
        refuseDuration(milliseconds, function);
    if (milliseconds >= std::chrono::duration_cast<Milliseconds>(Duration::max()).count())
        return Duration::max();
    return std::chrono::duration_cast<Duration>(duration);
}

} // namespace AsyncWidgets::Detail
