// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait for an event of an object, and the filter that makes a signal of the object's events.

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/detail/streamwait.h>
#include <asyncwidgets/global.h>

#include <QtCore/QEvent>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

QT_BEGIN_NAMESPACE
class QThread;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// Whether the object still gets an event for which a task has waited.
enum class EventDelivery {
    Shared, ///< afterwards, as if nobody had waited
    TaskOnly ///< no, but all tasks that wait for it do
};

namespace Detail {

/// An event on its way to its object.
struct ArrivedEvent
{
    QEvent &event;
    bool &isTaken; // the object does not get it
};

/// A std::unique_ptr that copies by cloning.
template<typename Event>
class ClonedEvent;

[[noreturn]] ASYNCWIDGETS_EXPORT void refuseEvent(const QEvent &event);

template<typename Event>
class ClonedEvent final : public std::unique_ptr<Event>
{
public:
    explicit ClonedEvent(const ArrivedEvent &arrived)
    {
        std::unique_ptr<QEvent> clone(arrived.event.clone());
        auto *typed = dynamic_cast<Event *>(clone.get());
        if (!typed)
            refuseEvent(arrived.event);
        static_cast<void>(clone.release());
        this->reset(typed);
    }
    ClonedEvent(const ClonedEvent &other)
        : std::unique_ptr<Event>(other ? static_cast<Event *>(other->clone()) : nullptr)
    {
    }
    ClonedEvent(ClonedEvent &&) noexcept = default;
    ClonedEvent &operator=(ClonedEvent &&) noexcept = default;
};

template<typename Event>
struct EmittedAs<ClonedEvent<Event>>
{
    using Type = ArrivedEvent;
};

/// A child of an object, which emits a signal for each event that is about to reach it. It stays with the object: those
/// who wait for its events share one, and so go on in the order in which they began to wait.
class ASYNCWIDGETS_EXPORT EventSource final : public QObject
{
    Q_OBJECT

public:
    /// Throws WaitError, naming \a function, if \a object is null or lives on another thread.
    [[nodiscard]] static EventSource &of(QObject *object, const char *function);
    [[nodiscard]] static EventSource &toWaitFor(QObject *object); ///< the same, for waitForEvent()
    bool eventFilter(QObject *object, QEvent *event) override;
    bool event(QEvent *event) override;

Q_SIGNALS:
    void events(const AsyncWidgets::Detail::ArrivedEvent &arrived);

private:
    explicit EventSource(QObject &object);

    const QThread *m_leftThread = nullptr; // which it has left last, or is leaving
};

/// Which events are waited for.
struct EventChoice
{
    EventDelivery delivery = EventDelivery::Shared;
    std::vector<QEvent::Type> types;

    [[nodiscard]] bool contains(const ArrivedEvent &arrived) const
    {
        return std::find(types.begin(), types.end(), arrived.event.type()) != types.end();
    }
    void take(const ArrivedEvent &arrived) const
    {
        if (delivery == EventDelivery::TaskOnly)
            arrived.isTaken = true;
    }
};

[[nodiscard]] inline const ArrivedEvent &arrivedEvent(void **arguments)
{
    return *static_cast<const ArrivedEvent *>(arguments[1]);
}

template<typename Event>
class EventWait final : public SignalWait<std::tuple<ClonedEvent<Event>>>
{
public:
    EventWait(EventSource &source, EventChoice choice)
        : SignalWait<std::tuple<ClonedEvent<Event>>>(source, indexOfSignal(&EventSource::events))
        , m_choice(std::move(choice))
    {
    }
    std::unique_ptr<Event> await_resume() { return this->m_arguments.take(); }

private:
    TaskRecord *signalEmitted(SharedConnection &connection, void **arguments) override
    {
        if (!m_choice.contains(arrivedEvent(arguments))) {
            connection.keepWaiting(*this);
            return nullptr;
        }
        this->rejoinUnlessOver(connection);
        if (!this->hasListener())
            return nullptr;
        m_choice.take(arrivedEvent(arguments));
        return this->completeWith(arguments);
    }

    EventChoice m_choice;
};

template<typename Event>
class KeptEvents final : public KeptChanges<std::tuple<ClonedEvent<Event>>>
{
public:
    KeptEvents(EventSource &source, EventChoice choice)
        : KeptChanges<std::tuple<ClonedEvent<Event>>>(source, indexOfSignal(&EventSource::events))
        , m_choice(std::move(choice))
    {
    }

private:
    TaskRecord *signalEmitted(SharedConnection &connection, void **arguments) override
    {
        if (!m_choice.contains(arrivedEvent(arguments))) {
            connection.add(*this);
            return nullptr;
        }
        m_choice.take(arrivedEvent(arguments));
        return KeptChanges<std::tuple<ClonedEvent<Event>>>::signalEmitted(connection, arguments);
    }

    EventChoice m_choice;
};

} // namespace Detail
} // namespace AsyncWidgets
