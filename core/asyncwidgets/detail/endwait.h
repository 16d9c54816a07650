// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait for the end of a task that a scope owns: co_await of a TaskHandle.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/wait.h>

#include <concepts>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace AsyncWidgets {

template<typename T = void>
class TaskHandle;

namespace Detail {

template<typename T>
inline constexpr bool isTaskHandle = false;
template<typename T>
inline constexpr bool isTaskHandle<TaskHandle<T>> = true;

/// Calls \a isIt for \a task and all that wait for its end, also where something else could let them go on; those that
/// wait for its scope are included.
/// Returns whether \a isIt has said so of one of them. Before the second one, \a canBe is asked whether to look on.
[[nodiscard]] bool isAwaitedByAny(TaskRecord &task, const std::function<bool(const TaskRecord &)> &isIt,
    const std::function<bool()> &canBe = {});

class ASYNCWIDGETS_EXPORT EndWaitBase : public Wait
{
public:
    ~EndWaitBase() override;

    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] std::exception_ptr failure() const override;
    [[nodiscard]] bool dependsOnTasks() const override { return true; }

    /// Returns the task that is to go on now, or nullptr. This object may be gone afterwards.
    [[nodiscard]] TaskRecord *taskHasEnded();

protected:
    /// Throws WaitError for no task, and on another thread than that of the task.
    EndWaitBase(const TaskRecordRef &task, bool takesCancelled);
    EndWaitBase(EndWaitBase &&other) noexcept
        : m_takesCancelled(other.m_takesCancelled)
    {
        m_task = other.m_task; // both refer to it: one that was moved away can still be described
    }
    /// Throws what the task has thrown. Returns whether it has finished.
    [[nodiscard]] bool takeEnd() const;

private:
    friend struct MemoryLayout;
    friend bool isAwaitedByAny(TaskRecord &task, const std::function<bool(const TaskRecord &)> &isIt,
        const std::function<bool()> &canBe);
    [[nodiscard]] bool isHopeless() const;
    [[nodiscard]] QString reason() const noexcept;
    void leave();

    TaskRecordRef m_task;
    bool m_takesCancelled; // as a result
    bool m_isWaiting = false;
    std::list<EndWaitBase *>::iterator m_place; // in the task's list, while it waits
};

/// Gives the result; an optional one is empty if the task was cancelled.
template<typename T, bool isOptional>
class EndWait final : public EndWaitBase
{
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;
    using Result = std::conditional_t<isOptional, std::optional<Value>, T>;

public:
    EndWait(const TaskRecordRef &task, std::shared_ptr<const std::optional<Value>> result)
        : EndWaitBase(task, isOptional)
        , m_result(std::move(result))
    {
        static_assert(std::is_void_v<T> || std::copy_constructible<T>,
            "Several may await a started task, and each gets a copy of its result, which cannot be copied: "
            "await the "
            "Task itself, or let it return a std::shared_ptr.");
    }

    Result await_resume()
    {
        const bool hasFinished = takeEnd();
        if constexpr (isOptional) {
            if (!hasFinished)
                return std::nullopt;
        }
        if constexpr (!std::is_void_v<T>)
            return **m_result;
        else if constexpr (isOptional)
            return std::monostate();
    }

private:
    std::shared_ptr<const std::optional<Value>> m_result;
};

} // namespace Detail
} // namespace AsyncWidgets
