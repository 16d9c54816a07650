// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitForChange(): pauses a task until a property, known by its name, has changed.

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/task.h>

#include <QtCore/QMetaProperty>
#include <QtCore/QMetaType>
#include <QtCore/QThread>
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
    int index = -1;
    int notifySignal = -1;
};

/// Throws WaitError if \a object does not live on this thread.
ASYNCWIDGETS_EXPORT void requireThisThread(const QObject *object, const char *property);

/// Finds a property that can be waited for; throws WaitError in words if there is none.
ASYNCWIDGETS_EXPORT NotifyingProperty findNotifyingProperty(
    const QObject *object, const char *property, QMetaType type);

template<typename T>
class PropertyWait : public Wait, private SignalWaiter
{
public:
    PropertyWait(QObject &object, NotifyingProperty property)
        : SignalWaiter(object)
        , m_object(&object)
        , m_property(property)
    {
    }
    PropertyWait(PropertyWait &&other) noexcept
        : Wait(std::move(other))
        , SignalWaiter(*other.m_object)
        , m_object(other.m_object)
        , m_property(other.m_property)
    {
    }

    bool start() override
    {
        SignalHub::join(*this, IndexedSignalInfo(m_property.notifySignal));
        return true;
    }
    bool cancel() override
    {
        if (isLinked())
            unlink();
        return true;
    }
    [[nodiscard]] QString description() const override { return signalDescription(); }

    [[nodiscard]] bool hasFailed() const override { return m_error != nullptr; }
    using SignalWaiter::sender;

    T await_resume()
    {
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        return std::move(m_value);
    }

private:
    TaskRecord *signalEmitted(SignalHub &, void **) override
    {
        try {
            read();
        } catch (...) {
            m_error = std::current_exception();
        }
        return listener().waitCompleted(*this);
    }
    void senderIsGone(const QString &reason) override { completeCancelled(reason); }

    void read()
    {
        if (m_object->thread() != QThread::currentThread()) // it has moved
            requireThisThread(m_object, m_object->metaObject()->property(m_property.index).name());
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
};

} // namespace Detail

/// co_await waitForChange<int>(object, "value") pauses the task until the property's NOTIFY signal is emitted.
///
/// \returns the property's value, read inside the emission. T is the property's type, or QVariant for any.
///
/// The rules are those of waitFor(), and both stand in one line if they wait for the same signal. Throws WaitError, in
/// the task, with a sentence that names class and property: for a null object, an unknown or dynamic property, one
/// without a NOTIFY signal, a type other than T, and an object that lives on another thread or has moved to one
/// meanwhile (its property could change while it is read: wait for the signal).
template<typename T, typename Object>
[[nodiscard]] auto waitForChange(Object &&object, const char *property)
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
