// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// All tasks of a thread, one after the other, and the words for them: what TaskModel and dumpTasks() share.

#pragma once

#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/taskstate.h>

#include <QtCore/QString>

#include <chrono>
#include <functional>

namespace AsyncWidgets {

namespace Detail {

class TaskRecord;
class ThreadContext;

/// Calls \a visit for the tasks of all scopes of a thread and for those that they await: an outer one before those
/// below it, in the order in which they were started. Works without recursion, for chains of any length.
void visitTasks(const ThreadContext &context, const std::function<void(TaskRecord &, int depth)> &visit);

[[nodiscard]] QString stateText(TaskState state); ///< "Waiting"
[[nodiscard]] QString placeText(
    const TaskHandle<> &task); ///< "file.cpp:12", where it is paused; empty before its start
[[nodiscard]] std::chrono::milliseconds elapsedSince(
    const TaskHandle<> &task); ///< how long it has been in its state

} // namespace Detail
} // namespace AsyncWidgets
