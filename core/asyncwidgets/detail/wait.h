// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What every co_await of this library is made of: a wait, which is an operation that is started and completes or is
/// cancelled, and the one listener that is told.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QString>

#include <concepts>
#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace AsyncWidgets::Detail {

class TaskRecord;
class Wait;

/// The reason of an ending, translated; empty if there is no memory for the words: an ending does not fail.
[[nodiscard]] ASYNCWIDGETS_EXPORT QString reasonInWords(const char *text) noexcept;
/// With what \a argument gives, which is a function, as %1.
[[nodiscard]] QString reasonInWords(const char *text, const std::function<QString()> &argument) noexcept;

/// Whoever waits: a paused task, or the wait (a combination, withTimeout()) that this one is a branch of. The first two
/// functions return the task that is to go on now, or nullptr; they never resume it themselves, so that no stack grows
/// from task to task.
class WaitListener
{
public:
    /// The wait has its result.
    [[nodiscard]] virtual TaskRecord *waitCompleted(Wait &wait) = 0;

    /// The wait can never complete, because of \a reason (the sender is gone, say), or it was cancelled.
    [[nodiscard]] virtual TaskRecord *waitCancelled(Wait &wait, const QString &reason) = 0;

    /// The task that waits, in the end.
    [[nodiscard]] virtual TaskRecord &waitingTask() = 0;

protected:
    WaitListener() = default;
    WaitListener(const WaitListener &) = default;
    WaitListener &operator=(const WaitListener &) = default;
    ~WaitListener() = default;
};

/// Something that a task can co_await. It lives in the frame of the task that waits, or in a variable of the user, so
/// that the wait itself is not allocated, except by a state machine and as a branch of a list. A derived class is
/// movable, and adds await_resume(), which returns the result or throws. Its destructor leaves whatever it has joined.
///
/// - It has one listener, from its start until it completes or is cancelled. It is movable while it has none.
/// - What it takes from others (a change that a stream keeps, say) it takes in await_resume(), not when it completes: a
///   branch that has completed may still be cancelled with its combination, and the change is then there for the next wait.
/// - Completing lets tasks go on, and those may destroy anything, this object included: nothing of it is touched after
///   tellCompleted(), tellCancelled(), completeAndResume() and cancelAndResume().
/// - Cancelling may run code of the user, such as destructors of a branch, and that may lead to the same wait again. A
///   TaskHold keeps the waiting task from being unwound meanwhile, but not from going on: so a wait returns false from
///   cancel() while code of the user runs in it, and the task cannot be told before that has returned.
class ASYNCWIDGETS_EXPORT Wait
{
public:
    /// Ends the waiting: a task that is paused for it is cancelled.
    virtual ~Wait()
    {
        if (m_listener) [[unlikely]]
            cancelListener();
    }

    /// Starts \a wait for \a listener. Returns false if the result is there already; then the listener is never told,
    /// and is detached. Throws what start() throws, and WaitError if somebody else waits for it.
    template<typename WaitType>
    [[nodiscard]] static bool start(WaitType &wait, WaitListener &listener)
    {
        Wait &base = wait;
        if (base.m_listener) [[unlikely]]
            refuseSecondListener();
        base.m_listener = &listener;
        try {
            bool isPending = false;
            if constexpr (std::is_same_v<WaitType, Wait>)
                isPending = wait.start();
            else
                isPending = wait.WaitType::start(); // the type is known: no virtual call
            if (!isPending)
                base.m_listener = nullptr;
            return isPending;
        } catch (...) {
            base.m_listener = nullptr;
            throw;
        }
    }

    /// Starts to wait. Returns false if the result is there already. May tell the listener at once that the wait is
    /// cancelled, and returns true then. May throw; then nothing has been started.
    [[nodiscard]] virtual bool start() = 0;

    /// Stops waiting for good, and gives back what await_resume() has not taken. The listener is not told, and stays:
    /// the caller calls removeListener(). Returns false if something inside is running at this moment: then the
    /// listener is told as soon as that has ended, whether it completed or was cancelled.
    /// May be called for a wait that was never started, or has completed: afterwards it no longer waits.
    [[nodiscard]] virtual bool cancel() = 0;

    /// What is waited for, in words: "slider.valueChanged", "250 ms". A translator may run any code: what is put into the
    /// words is read before they are translated, and nothing afterwards.
    [[nodiscard]] virtual QString description() const = 0;

    /// The exception that is the result that is there; nullptr for any other. It is not taken.
    [[nodiscard]] virtual std::exception_ptr failure() const { return nullptr; }
    [[nodiscard]] bool hasFailed() const { return failure() != nullptr; }

    /// The task that is awaited directly, which ends with the one that waits; nullptr if it is no such wait.
    [[nodiscard]] virtual TaskRecord *awaitedTask() const { return nullptr; }

    /// Whether it may wait for the end of tasks by their handles or their scope. Only valid after start().
    [[nodiscard]] virtual bool dependsOnTasks() const { return false; }

    /// Calls \a visit for each task that runs as a part of this wait.
    virtual void visitTasks(const std::function<void(TaskRecord &)> &visit) const;

    [[nodiscard]] bool hasListener() const { return m_listener != nullptr; }
    void removeListener() { m_listener = nullptr; } ///< it is told nothing any more

protected:
    Wait() = default;
    Wait(Wait &&) noexcept { }
    Wait &operator=(Wait &&) = delete;

    /// For a wait that cannot start a second time, or has been moved away: throws WaitError.
    [[noreturn]] static void refuseToStart();
    /// The result is there. Returns the task that is to go on now, or nullptr.
    [[nodiscard]] TaskRecord *tellCompleted()
    {
        return std::exchange(m_listener, nullptr)->waitCompleted(*this);
    }
    /// The result can never come. Returns the task that is to go on now, or nullptr.
    [[nodiscard]] TaskRecord *tellCancelled(const QString &reason)
    {
        return std::exchange(m_listener, nullptr)->waitCancelled(*this, reason);
    }
    /// The same, where nobody else lets the task go on.
    void completeAndResume();
    void cancelAndResume(const QString &reason);

    [[nodiscard]] WaitListener &listener() const { return *m_listener; } ///< while it has one

private:
    [[noreturn]] static void refuseSecondListener();
    void cancelListener();
    friend struct MemoryLayout;

    WaitListener *m_listener = nullptr;
};

/// A type that is a wait of this library.
template<typename T>
concept IsWait = std::derived_from<std::remove_cvref_t<T>, Wait>;

} // namespace AsyncWidgets::Detail
