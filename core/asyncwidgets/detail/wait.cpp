// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/wait.h>

#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

#include <new>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

QString reasonInWords(const char *text) noexcept
{
    try {
        return QCoreApplication::translate("AsyncWidgets", text);
    } catch (const std::bad_alloc &) {
        return {};
    }
}

QString reasonInWords(const char *text, const std::function<QString()> &argument) noexcept
{
    try {
        const QString value = argument(); // first: a translator may run any code
        return QCoreApplication::translate("AsyncWidgets", text).arg(value);
    } catch (const std::bad_alloc &) {
        return {};
    }
}

void Wait::visitTasks(const std::function<void(TaskRecord &)> &) const { }

void Wait::refuseToStart()
{
    throw WaitError(u"This wait has been awaited before, or moved away: make a new one for each co_await."_s);
}

void Wait::refuseSecondListener()
{
    throw WaitError(u"Another task waits for this wait already: make a new one for each co_await."_s);
}

void Wait::completeAndResume()
{
    Runner runner(
        ThreadContext::current()); // first of all: what is left on the way stays connected meanwhile
    runner.run(tellCompleted());
}

void Wait::cancelAndResume(const QString &reason)
{
    Runner runner(ThreadContext::current());
    runner.run(tellCancelled(reason));
}

void Wait::cancelListener()
{
    WaitListener &listener = *std::exchange(m_listener, nullptr);
    TaskRecord &task = listener.waitingTask();
    if (task.isDone()) // it is being unwound
        return;
    if (task.isHeld()) {
        qFatal("AsyncWidgets: a wait was destroyed by something that runs as a part of it, "
               "and whoever awaits it could never go on; let it live until the co_await is over.");
    }
    Runner runner(ThreadContext::current());
    runner.run(listener.waitCancelled(
        *this, reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "what it waited for was destroyed"))));
}

} // namespace AsyncWidgets::Detail
