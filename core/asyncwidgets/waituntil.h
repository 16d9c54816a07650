// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitUntil(): pauses a task until a signal is emitted with arguments that meet a condition.

#pragma once

#include <asyncwidgets/detail/callable.h>
#include <asyncwidgets/detail/conditionwait.h>
#include <asyncwidgets/task.h>

namespace AsyncWidgets {

/// co_await waitUntil(sender, &Sender::signal, condition) pauses the task until the signal is emitted with arguments
/// for which \a condition returns true; the task does not run before. The condition is called inside each emission,
/// on the task's thread; an exception that it throws reaches the task. If it cancels the task, the task ends when the
/// condition has returned. If it emits the same signal, the task gets a WaitError. Everything else is as in waitFor().
/// The present value is not looked at: test the condition yourself before, if it may hold already.
///
/// A condition that has a name is copied, or moved if it has no copy. With g++ 11 and 12, one that owns something must have
/// a name: it cannot be written inside the co_await expression.
///
/// \code
/// const int volume = co_await waitUntil(slider, &QSlider::valueChanged, [](int value) { return value > 80; });
/// \endcode
template<typename Sender, typename Signal = Detail::OverloadedSignal<Sender>, typename Condition>
ASYNCWIDGETS_NODISCARD_WAIT auto waitUntil(Sender &&sender, Signal signal, Condition &&condition)
{
    Detail::checkSignal<Sender, Signal>();
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal>) {
        using Arguments = typename Detail::SignalTraits<Signal>::Arguments;
        using Kept = std::decay_t<Condition>;
        static_assert(Detail::isConditionFor<Kept, Arguments>,
            "The condition must be callable with the arguments of the signal and return whether it holds.");
        if constexpr (Detail::isConditionFor<Kept, Arguments>) {
            QObject *object = Detail::senderPointer(sender);
            Detail::requireSender(object, "waitUntil");
            return Detail::ConditionWait<Arguments, Kept>(*object, Detail::indexOfSignal(signal),
                Detail::keepCallable(std::forward<Condition>(condition)));
        }
    }
}

} // namespace AsyncWidgets
