// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// forEachLatest(): works on the newest change only.

#pragma once

#include <asyncwidgets/detail/foreachlatest.h>

#include <utility>

namespace AsyncWidgets {

/// co_await forEachLatest(streamOf(line, &QLineEdit::textChanged), [&](QString text) -> Task<> { ... }) calls
/// \a body, which returns a task, for each change. A change that comes while that task is still working cancels it:
/// its locals are destroyed, and then \a body is called for the new change.
///
/// \a stream is what streamOf() or throttled() gives, by value. \a body gets the change, or several arguments for a
/// signal with several; it is kept as long as this runs, so that a lambda may capture. The result of its task is
/// dropped; its exception ends this task. When the sender dies, the last call runs to its end, and then this task is
/// cancelled.
template<typename Stream, typename Body>
[[nodiscard]] Task<> forEachLatest(Stream stream, Body body)
{
    static_assert(Detail::IsStream<Stream>,
        "forEachLatest() takes a stream by value: streamOf(sender, &Sender::signal), or one that has a name "
        "with "
        "std::move().");
    if constexpr (Detail::IsStream<Stream>) {
        static_assert(Detail::IsBodyFor<Body, Stream>,
            "The body must be callable with what the stream gives and return a Task: [&](int value) -> "
            "Task<> { ... }.");
        if constexpr (Detail::IsBodyFor<Body, Stream>)
            return Detail::Named::forEachLatest(std::move(stream), std::move(body));
    }
}

} // namespace AsyncWidgets
