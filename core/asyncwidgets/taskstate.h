// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The words for what a task is and where it stands, the same in code, table and texts.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QObject>

namespace AsyncWidgets {
Q_NAMESPACE_EXPORT(ASYNCWIDGETS_EXPORT)

/// Where a task stands.
enum class TaskState : quint8 {
    Ready, ///< created, not started
    Working, ///< its code runs now (on this thread, or in the background)
    Waiting, ///< paused until what it waits for has happened
    Finished, ///< ran to its end
    Cancelled, ///< unwound before its end; TaskHandle::reason() says why
    Failed, ///< ended by an exception; TaskHandle::reason() says which
};
Q_ENUM_NS(TaskState)

/// How a task is written.
enum class TaskKind : quint8 { Coroutine, Generator, StateMachine, Background };
Q_ENUM_NS(TaskKind)

/// Whether a task in this state has ended and will never run again.
[[nodiscard]] constexpr bool isDone(TaskState state)
{
    return state == TaskState::Finished || state == TaskState::Cancelled || state == TaskState::Failed;
}

} // namespace AsyncWidgets
