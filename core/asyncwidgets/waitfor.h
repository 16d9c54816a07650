// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitFor(): pauses a task until a signal is emitted.

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/task.h>

namespace AsyncWidgets {

/// co_await waitFor(sender, &Sender::signal) pauses the task until \a sender emits \a signal.
///
/// \param sender a QObject, by reference or pointer. It may live on another thread, and may die: then the task is
///        cancelled, at once if the sender lives on the task's thread and dies there. If it lives elsewhere, the task
///        first gets what the sender has emitted, as a queued connection does, even if the sender is deleted here.
///        If somebody cuts the connection, as sender.disconnect() does, the task is cancelled by the event loop.
/// \param signal a pointer to a member function; `qOverload<int>(&QSpinBox::valueChanged)` names one of several.
/// \returns nothing for a signal without arguments, the argument's value for one, a std::tuple for several.
///
/// The task goes on inside the emission, on its own thread: when emit returns, it has paused again or ended. (If the
/// sender emits on another thread, the task goes on in a later turn of its own event loop, in the order of the
/// emissions. If the sender lives on the task's thread and dies there before that turn, they are lost.) Those who wait
/// for one signal go on in the order in which they began to wait; whoever waits again in its continuation waits for the
/// next emission. What is emitted while a task does not wait is missed: see streamOf().
///
/// A wait that is kept in a variable knows from its creation on when its sender is gone. What is emitted while nobody
/// awaits it is missed; it may be awaited again, by one task at a time. Move and destroy it on the thread on which it
/// was made: destroying it on another one ends the program, with a message.
///
/// Throws WaitError, in the task, for a null sender, a member function that is no signal, and a thread without an
/// event loop. An exception of an argument's copy constructor is thrown in the task.
template<typename Sender, typename Signal = Detail::OverloadedSignal<Sender>>
ASYNCWIDGETS_NODISCARD_WAIT auto waitFor(Sender &&sender, Signal signal)
{
    Detail::checkSignal<Sender, Signal>();
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal>) {
        QObject *object = Detail::senderPointer(sender);
        Detail::requireSender(object, "waitFor");
        return Detail::SignalWait<typename Detail::SignalTraits<Signal>::Arguments>(
            *object, Detail::indexOfSignal(signal));
    }
}

} // namespace AsyncWidgets
