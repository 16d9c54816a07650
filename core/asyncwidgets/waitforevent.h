// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitForEvent(): pauses a task until an event reaches an object; streamOfEvents() keeps every one.

#pragma once

#include <asyncwidgets/detail/eventwait.h>
#include <asyncwidgets/streamof.h>
#include <asyncwidgets/task.h>

#include <concepts>
#include <utility>

namespace AsyncWidgets {

namespace Detail {

template<typename Event, typename Object>
consteval bool checkEvent()
{
    static_assert(std::derived_from<Event, QEvent>,
        "An event is waited for by its class, such as waitForEvent<QMouseEvent>(...).");
    static_assert(SignalSender<Object>,
        "The object whose events are waited for must be a QObject, by reference or by pointer.");
    return std::derived_from<Event, QEvent> && SignalSender<Object>;
}

} // namespace Detail

/// co_await waitForEvent<QMouseEvent>(widget, QEvent::MouseButtonPress) pauses the task until an event of this type, or
/// of one of several, is about to reach \a object.
///
/// \param delivery whether the object gets the event too, after the task has paused again or ended. By default it does.
/// \param object a QObject of this thread, by reference or pointer. It may die, or move to another thread: then the
///        task is cancelled. The continuation may destroy it, and then it does not get the event.
/// \param type the type of the event.
/// \param more further types, any of which will do.
/// \returns a std::unique_ptr of the event's clone, of the class \a Event.
///
/// The clone is the task's own: accept() and ignore() on it do nothing for whoever sent the event, so that a window
/// closes all the same, and a drag cannot be accepted this way. What decides about an event is an event filter, or the
/// event handler of the object.
///
/// The task goes on inside the delivery. The rules of waitFor() apply: the order of those who wait, what
/// passes by, how it ends. An event filter that is installed on the object later is called first, and may withhold
/// the event.
///
/// Throws WaitError, in the task, for a null object, one that lives on another thread or is moving to one, and an event
/// that is no \a Event.
template<typename Event = QEvent, typename Object, std::same_as<QEvent::Type>... Types>
ASYNCWIDGETS_NODISCARD_WAIT auto waitForEvent(
    EventDelivery delivery, Object &&object, QEvent::Type type, Types... more)
{
    if constexpr (Detail::checkEvent<Event, Object>()) {
        return Detail::EventWait<Event>(Detail::EventSource::toWaitFor(Detail::senderPointer(object)),
            { .delivery = delivery, .types = { type, more... } });
    }
}
/// The same, and the object gets the event too.
template<typename Event = QEvent, typename Object, std::same_as<QEvent::Type>... Types>
ASYNCWIDGETS_NODISCARD_WAIT auto waitForEvent(Object &&object, QEvent::Type type, Types... more)
{
    return waitForEvent<Event>(EventDelivery::Shared, std::forward<Object>(object), type, more...);
}

/// auto moves = streamOfEvents<QMouseEvent>(widget, QEvent::MouseMove); then co_await moves.next() gives one event
/// after the other and loses none. It is a stream like that of streamOf(), can be combined in the same ways, and
/// takes what waitForEvent() does. With EventDelivery::TaskOnly the object gets none of these events while the stream
/// lives. Throws WaitError as waitForEvent() does, at once.
///
/// \code
/// auto moves = streamOfEvents<QMouseEvent>(canvas, QEvent::MouseMove, QEvent::MouseButtonRelease);
/// auto move = co_await moves.next();
/// \endcode
template<typename Event = QEvent, typename Object, std::same_as<QEvent::Type>... Types>
[[nodiscard("A stream counts from its creation on: keep it in a variable.")]] auto streamOfEvents(
    EventDelivery delivery, Object &&object, QEvent::Type type, Types... more)
{
    if constexpr (Detail::checkEvent<Event, Object>()) {
        auto &source = Detail::EventSource::of(Detail::senderPointer(object), "streamOfEvents");
        using Events = Detail::KeptEvents<Event>;
        return SignalStream<std::tuple<Detail::ClonedEvent<Event>>>(new Events(
            source, { .delivery = delivery, .types = { type, more... } })); // shared with its waits
    }
}
/// The same, and the object gets the events too.
template<typename Event = QEvent, typename Object, std::same_as<QEvent::Type>... Types>
[[nodiscard("A stream counts from its creation on: keep it in a variable.")]] auto streamOfEvents(
    Object &&object, QEvent::Type type, Types... more)
{
    return streamOfEvents<Event>(EventDelivery::Shared, std::forward<Object>(object), type, more...);
}

} // namespace AsyncWidgets
