// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What every co_await of this library is made of: a wait, and the listener that is told when it is over.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QString>

#include <concepts>
#include <functional>
#include <type_traits>

namespace AsyncWidgets::Detail {

class TaskRecord;
class Wait;

/// Whoever waits: a paused task, or the combinator that the wait is a branch of. Both functions return the task that
/// is to go on now, or nullptr; they never resume it themselves, so that no stack grows from task to task.
class WaitListener
{
public:
    /// The wait has its result.
    [[nodiscard]] virtual TaskRecord *waitCompleted(Wait &wait) = 0;

    /// The wait can never be over, because of \a reason (the sender is gone, say), or it was stopped.
    [[nodiscard]] virtual TaskRecord *waitCancelled(Wait &wait, const QString &reason) = 0;

    /// The task that waits, in the end.
    [[nodiscard]] virtual TaskRecord &waitingTask() = 0;

protected:
    ~WaitListener() = default;
};

/// Something that a task can co_await. It lives in the frame of the task that waits: one wait costs no
/// allocation. A derived class adds await_resume(), which returns the result or throws. Movable until start() has been
/// called; its destructor ends the waiting.
class ASYNCWIDGETS_EXPORT Wait
{
public:
    virtual ~Wait() = default;

    /// Starts to wait. Returns false if the result is there already; then the listener is never told.
    /// May tell the listener at once that the wait is cancelled. May throw; then nothing has been started.
    [[nodiscard]] virtual bool start() = 0;

    /// Stops waiting for good. Returns false if something inside is running at this moment: then the listener is told
    /// that the wait is cancelled as soon as that has ended.
    [[nodiscard]] virtual bool cancel() = 0;

    /// What is waited for, in words: "slider.valueChanged", "250 ms".
    [[nodiscard]] virtual QString description() const = 0;

    /// Whether the result that is there is an exception.
    [[nodiscard]] virtual bool hasFailed() const { return false; }

    /// The task that is awaited directly, which ends with the one that waits; nullptr if it is no such wait.
    [[nodiscard]] virtual TaskRecord *awaitedTask() const { return nullptr; }

    /// Calls \a visit for each task that runs as a part of this wait.
    virtual void visitTasks(const std::function<void(TaskRecord &)> &visit) const;

    void setListener(WaitListener &listener) { m_listener = &listener; }

protected:
    Wait() = default;
    Wait(Wait &&) noexcept { }
    Wait &operator=(Wait &&) = delete;

    /// For a wait that cannot begin a second time, or has been moved away: throws WaitError.
    [[noreturn]] static void refuseToStart();
    /// The result is there: lets whoever waits go on. This object may be gone when it returns.
    void complete();
    /// The result can never come. This object may be gone when it returns.
    void completeCancelled(const QString &reason);

    [[nodiscard]] WaitListener &listener() const { return *m_listener; }

private:
    WaitListener *m_listener = nullptr;
};

/// A type that is a wait of this library.
template<typename T>
concept IsWait = std::derived_from<std::remove_cvref_t<T>, Wait>;

} // namespace AsyncWidgets::Detail
