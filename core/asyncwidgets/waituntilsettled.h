// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitUntilSettled(): pauses a task until a signal has been emitted and then been quiet for a while (debounce).

#pragma once

#include <asyncwidgets/detail/settledwait.h>
#include <asyncwidgets/streamof.h>

namespace AsyncWidgets {

/// co_await waitUntilSettled(sender, &Sender::signal, 250ms) pauses the task until the signal has been emitted at
/// least once and then not for \a quiet. Returns the arguments of the last emission. Everything else is as in
/// waitFor(); throws WaitError for a duration that is negative or not a number as well.
///
/// A signal that never rests keeps it waiting for ever. With a fourth argument, waitUntilSettled(sender, &Sender::signal,
/// 250ms, 2s), it goes on with the last emission 2 s after the first at the latest.
///
/// It begins to look when it is awaited, and forgets what it has seen when it is cancelled, by whenAny() or
/// withTimeout() for instance. Where that must not be lost, give it a stream, as below.
template<typename Sender, typename Signal = Detail::OverloadedSignal<Sender>, typename Duration,
    typename Limit = Detail::Duration>
ASYNCWIDGETS_NODISCARD_WAIT auto waitUntilSettled(
    Sender &&sender, Signal signal, Duration quiet, Limit atMost = Detail::Duration::max())
{
    Detail::checkSignal<Sender, Signal>();
    static_assert(Detail::isDuration<Duration> && Detail::isDuration<Limit>,
        "waitUntilSettled() takes a duration with its unit, such as 250ms.");
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal> && Detail::isDuration<Duration>
        && Detail::isDuration<Limit>) {
        QObject *object = Detail::senderPointer(sender);
        Detail::requireSender(object, "waitUntilSettled");
        return Detail::SettledWait<typename Detail::SignalTraits<Signal>::Arguments>(*object,
            Detail::indexOfSignal(signal),
            Detail::QuietTime { .quiet = Detail::toDuration(quiet, "waitUntilSettled"),
                .atMost = Detail::toDuration(atMost, "waitUntilSettled") });
    }
}

/// co_await waitUntilSettled(stream, 250ms) pauses the task until \a stream keeps a change and none has come for
/// \a quiet. Returns the last change; the older ones are gone with it.
///
/// The changes stay in the stream, with the time of the last, until then. So nothing is lost in a loop in which
/// something else may come first, nor is the quiet time counted from the beginning each time:
///
/// \code
/// auto typed = streamOf(line, &QLineEdit::textChanged);
/// for (;;) {
///     const auto first = co_await whenAny(waitFor(service, &Service::found), waitUntilSettled(typed, 250ms));
///     if (first.index() == 0)
///         show(std::get<0>(first));
///     else
///         service.search(std::get<1>(first));
/// }
/// \endcode
///
/// With a third argument it goes on that long after the oldest change at the latest, even if changes still come.
/// Everything else is as in SignalStream::next(). Changes that are kept when the sender dies still settle.
template<typename Arguments, typename Duration, typename Limit = Detail::Duration>
ASYNCWIDGETS_NODISCARD_WAIT auto waitUntilSettled(
    SignalStream<Arguments> &stream, Duration quiet, Limit atMost = Detail::Duration::max())
{
    static_assert(Detail::isDuration<Duration> && Detail::isDuration<Limit>,
        "waitUntilSettled() takes a duration with its unit, such as 250ms.");
    if constexpr (Detail::isDuration<Duration> && Detail::isDuration<Limit>) {
        return Detail::SettledStreamWait<Arguments>(stream.changes(),
            Detail::QuietTime { .quiet = Detail::toDuration(quiet, "waitUntilSettled"),
                .atMost = Detail::toDuration(atMost, "waitUntilSettled") });
    }
}

} // namespace AsyncWidgets
