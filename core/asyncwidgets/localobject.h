// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// LocalObject<T>: a dialog, a process, or any other QObject as a local variable of a task that waits for its signals.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <concepts>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

namespace Detail {

ASYNCWIDGETS_EXPORT void letLocalGo(QObject *object) noexcept;

} // namespace Detail

/// Owns an object that a task makes for itself, and lets go of it when the signal that is being emitted has returned.
///
/// \code
/// const LocalObject<QMessageBox> box(QMessageBox::Question, title, question, QMessageBox::Yes | QMessageBox::No, window);
/// box->open();
/// const int answer = co_await waitFor(*box, &QMessageBox::finished);
/// \endcode
///
/// A task goes on inside the signal that it waits for. If it returns there, a QMessageBox that is a plain local
/// variable is destroyed in the middle of its own code, and not all of Qt's classes survive that. When a LocalObject
/// ends, its object emits nothing except destroyed(), and is destroyed by deleteLater(), in the next turn of the
/// event loop; or at once where no event loop runs and no task is inside a signal.
///
/// Where no event loop runs (in a test function, or after exec()), a LocalObject knows only of signals that resume tasks.
/// If a slot of yours, connected to a signal of the object, cancels the task there, or calls its Resume, the object is
/// destroyed in the middle of that signal. Connect such a slot by Qt::QueuedConnection.
///
/// Use it on the thread of the object. If it ends on another one, the object is left to the event loop of its own. One
/// without a thread, or whose thread has finished (QThread::wait() for that first), is destroyed as if it were of this
/// thread. Where there is no memory for deleteLater(), the object stays. The object may die earlier, with its parent
/// for instance.
template<std::derived_from<QObject> T>
class LocalObject final
{
public:
    /// Makes the object: T(arguments...).
    template<typename... Arguments>
        requires std::constructible_from<T, Arguments...>
    explicit LocalObject(Arguments &&...arguments)
        : LocalObject(Adopted(), new T(std::forward<Arguments>(arguments)...)) // owned by this from now on
    {
    }
    /// Takes over an object that somebody else has made, a QNetworkReply for instance.
    [[nodiscard]] static LocalObject adopt(T *object) { return LocalObject(Adopted(), object); }

    /// \a other owns nothing afterwards.
    LocalObject(LocalObject &&other) noexcept
        : m_object(std::exchange(other.m_object, nullptr))
    {
    }
    LocalObject &operator=(LocalObject &&) = delete;
    /// Lets go of the object, as described above.
    ~LocalObject() { Detail::letLocalGo(m_object); }

    [[nodiscard]] T *get() const { return m_object; } ///< nullptr when it has died, or was moved away
    T *operator->() const { return m_object; } ///< while it lives
    T &operator*() const { return *m_object; } ///< while it lives
    explicit operator bool() const { return m_object != nullptr; } ///< whether it lives

private:
    struct Adopted
    {
    };
    LocalObject(Adopted, T *object)
        : m_object(object)
    {
    }

    QPointer<T> m_object;
};

} // namespace AsyncWidgets
