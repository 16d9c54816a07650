// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// dumpTasks(): every task of a thread, as text.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QString>

namespace AsyncWidgets {

/// All tasks of the calling thread that have not ended, one per line, those that are awaited indented below; for a
/// test, a log or a debugger. Empty if there are none. From the 20th level on, a line begins with its level instead of
/// being indented further.
[[nodiscard]] ASYNCWIDGETS_EXPORT QString dumpTasks();

} // namespace AsyncWidgets

/// For a debugger, even without debug information: prints dumpTasks() of the thread that has stopped to standard
/// error. In GDB: call (void)asyncwidgets_dump_tasks()
extern "C" ASYNCWIDGETS_EXPORT void asyncwidgets_dump_tasks();
