// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TaskHandle: looks at a task, and cancels it, from outside.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/taskstate.h>

#include <QtCore/QString>

#include <chrono>

namespace AsyncWidgets {

/// Refers to one task and shows where it stands. It owns nothing of the task: copying, keeping and dropping it changes
/// nothing, and it may outlive the task and its scope. Used on the task's thread.
class ASYNCWIDGETS_EXPORT TaskHandle
{
public:
    TaskHandle() = default; ///< refers to no task: Ready, without a name
    explicit TaskHandle(Detail::TaskRecord &record)
        : m_record(&record)
    {
    }

    [[nodiscard]] bool isValid() const { return bool(m_record); }
    [[nodiscard]] TaskState state() const;
    [[nodiscard]] bool isDone() const; ///< Finished, Cancelled or Failed
    [[nodiscard]] TaskKind kind() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString reason() const; ///< why it was cancelled or failed, in words; empty otherwise
    [[nodiscard]] QString waitingFor() const; ///< what it waits for, in words; empty unless Waiting
    [[nodiscard]] QString fileName() const; ///< the source file of its last pause, as the compiler named it
    [[nodiscard]] int
    line() const; ///< the line of its last pause, from 1; before the first, that of its start
    [[nodiscard]] quint64 resumptions() const; ///< how often it has gone on after a pause
    /// When its present state began, exact to a timer tick of some milliseconds. Unless a TaskModel looks, tasks that
    /// are resumed together have the time at which the first of them was, and one that works when it last began to wait.
    [[nodiscard]] std::chrono::steady_clock::time_point since() const;

    /// Ends the task. If it is paused, it is unwound before this returns: its locals are destroyed, its connections
    /// gone. If its code runs at this moment, it ends at its next pause. A task that awaits this one ends with it.
    /// Does nothing for a task that has ended. Throws WaitError, and does nothing, on another thread than the task's.
    void cancel() const;

    bool operator==(const TaskHandle &) const = default;
    /// \internal
    [[nodiscard]] Detail::TaskRecord *record() const { return m_record.get(); }

private:
    Detail::TaskRecordRef m_record;
};

} // namespace AsyncWidgets
