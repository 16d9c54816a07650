// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// throttled(): of a stream, the first and the last change of each interval.

#pragma once

#include <asyncwidgets/detail/throttledwait.h>
#include <asyncwidgets/streamof.h>

#include <utility>

namespace AsyncWidgets {

/// A stream that gives no more than one change in an interval. Made by throttled(); used as a SignalStream.
template<typename Arguments>
class ThrottledStream final
{
public:
    /// What one change gives, as of a SignalStream.
    using Result = typename SignalStream<Arguments>::Result;

    /// co_await this for a change. It gives the first one at once; after that the newest, as soon as the interval since
    /// the one before is over. Those between them are dropped. Everything else is as in SignalStream::next().
    ASYNCWIDGETS_NODISCARD_WAIT Detail::ThrottledWait<Arguments> next()
    {
        return Detail::ThrottledWait<Arguments>(m_changes.changes(), m_interval);
    }

    /// \cond internal
    ThrottledStream(SignalStream<Arguments> &&changes, Detail::Duration interval)
        : m_changes(std::move(changes))
        , m_interval(interval)
    {
    }
    /// \endcond

private:
    SignalStream<Arguments> m_changes;
    Detail::Duration m_interval;
};

/// auto moves = throttled(streamOf(slider, &QSlider::valueChanged), 100ms); then co_await moves.next() gives the
/// first change at once and from then on at most one in 100 ms, always the last: for work that is too expensive to do
/// each time but must not be late. Takes the stream over. Throws WaitError for a duration that is negative or not a
/// number.
///
/// \code
/// auto moves = throttled(streamOf(slider, &QSlider::valueChanged), 100ms);
/// for (;;)
///     drawPreview(co_await moves.next());
/// \endcode
template<typename Arguments, typename Duration>
[[nodiscard("A stream counts from its creation on: keep it in a variable.")]] auto throttled(
    SignalStream<Arguments> stream, Duration interval)
{
    static_assert(Detail::isDuration<Duration>, "throttled() takes a duration with its unit, such as 100ms.");
    if constexpr (Detail::isDuration<Duration>)
        return ThrottledStream<Arguments>(std::move(stream), Detail::toDuration(interval, "throttled"));
}

} // namespace AsyncWidgets
