// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitForChange(): pauses a task until a property, known by its name, has changed.

#pragma once

#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/task.h>

#include <QtCore/QMetaProperty>
#include <QtCore/QMetaType>
#include <QtCore/QVariant>

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {
namespace Detail {

/// A property and its NOTIFY signal, as numbers of the sender's QMetaObject.
struct NotifyingProperty
{
    const QMetaObject *type = nullptr;
    int index = -1;
    int notifySignal = -1;
};

/// For an object that lives on another thread: throws WaitError.
[[noreturn]] ASYNCWIDGETS_EXPORT void refuseOtherThread(const NotifyingProperty &property);

/// Finds a property that can be waited for; throws WaitError in words if there is none.
ASYNCWIDGETS_EXPORT NotifyingProperty findNotifyingProperty(
    const QObject *object, const char *property, QMetaType type);

template<typename T>
class PropertyWait : public SignalWaitBase
{
public:
    PropertyWait(QObject &object, NotifyingProperty property)
        : SignalWaitBase(object, property.notifySignal)
        , m_object(&object)
        , m_property(property)
    {
    }
    PropertyWait(PropertyWait &&other) noexcept
        : SignalWaitBase(std::move(other))
        , m_object(other.m_object)
        , m_property(other.m_property)
    {
    }
    ~PropertyWait() override { leave(); }

    bool start() override
    {
        m_isStopped = false;
        return SignalWaitBase::start();
    }
    bool cancel() override
    {
        static_cast<void>(SignalWaitBase::cancel());
        m_isStopped = m_isReading;
        return !m_isReading;
    }

    [[nodiscard]] std::exception_ptr failure() const override { return m_error; }

    T await_resume()
    {
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        return std::move(m_value);
    }

private:
    TaskRecord *signalEmitted(SharedConnection &connection, void **) override
    {
        const SharedConnection::Place place = connection.placeOfSender();
        if (place == SharedConnection::Place::Gone || !hasListener() || m_isReading) {
            connection.add(*this); // its end is on its way, or this one is for nobody, or made by the getter
            return nullptr;
        }
        rejoinUnlessOver(connection);
        // The getter is code of the user. Whatever it ends, this object stays until it returns.
        TaskHold hold(listener().waitingTask());
        m_isReading = true;
        try {
            if (place == SharedConnection::Place::OnAnotherThread)
                refuseOtherThread(m_property);
            read();
        } catch (...) {
            m_error = std::current_exception();
        }
        m_isReading = false;
        if (TaskRecord *outermost = hold.end())
            return outermost->unwind(); // and this object with it
        if (!hasListener())
            return nullptr; // its sender has ended it
        return m_isStopped ? tellCancelled({}) : tellCompleted();
    }
    void read()
    {
        if constexpr (std::is_same_v<T, QVariant> || std::is_enum_v<T>) {
            m_value = m_object->metaObject()->property(m_property.index).read(m_object).template value<T>();
        } else {
            // What QMetaProperty::read() does for a type that is known, without the QVariant: T is that type.
            void *arguments[] = { std::addressof(m_value) };
            QMetaObject::metacall(m_object, QMetaObject::ReadProperty, m_property.index, arguments);
        }
    }

    QObject *m_object;
    NotifyingProperty m_property;
    T m_value {};
    std::exception_ptr m_error; // of the property's getter
    bool m_isReading = false;
    bool m_isStopped = false; // while it was reading
};

} // namespace Detail

/// co_await waitForChange<int>(object, "value") pauses the task until the property's NOTIFY signal is emitted.
///
/// \returns the property's value, read inside the emission. T is the property's type, or QVariant for any.
///
/// The rules are those of waitFor(), and both share one queue where they wait for the same signal. Throws
/// WaitError, in the task, with a sentence that names class and property: for a null object, an unknown or dynamic
/// property, one without a NOTIFY signal, a type other than T, and an object that lives on another thread or has
/// since moved to one (its property could change while it is read: wait for the signal).
template<typename T, typename Object>
ASYNCWIDGETS_NODISCARD_WAIT auto waitForChange(Object &&object, const char *property)
{
    static_assert(SignalSender<Object>, "The object must be a QObject, by reference or by pointer.");
    static_assert(std::default_initializable<T> && std::movable<T>,
        "The type of the property must be default-constructible and movable to reach the task.");
    QObject *sender = Detail::senderPointer(object);
    Detail::requireSender(sender, "waitForChange");
    return Detail::PropertyWait<T>(
        *sender, Detail::findNotifyingProperty(sender, property, QMetaType::fromType<T>()));
}

} // namespace AsyncWidgets
