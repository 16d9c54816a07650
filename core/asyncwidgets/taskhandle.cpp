// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/taskhandle.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets {

TaskState TaskHandle<>::state() const
{
    return m_record ? m_record->state() : TaskState::Ready;
}

bool TaskHandle<>::isDone() const
{
    return m_record && m_record->isDone();
}

TaskKind TaskHandle<>::kind() const
{
    return m_record ? m_record->kind() : TaskKind::Coroutine;
}

QString TaskHandle<>::name() const
{
    return m_record ? m_record->name() : QString();
}

QString TaskHandle<>::reason() const
{
    return m_record ? m_record->reason() : QString();
}

QString TaskHandle<>::waitingFor() const
{
    return m_record ? m_record->waitingFor() : QString();
}

QString TaskHandle<>::fileName() const
{
    return m_record ? QString::fromUtf8(m_record->where().file_name()) : QString();
}

int TaskHandle<>::line() const
{
    return m_record ? static_cast<int>(m_record->where().line()) : 0;
}

quint64 TaskHandle<>::resumptions() const
{
    return m_record ? m_record->resumptions() : 0;
}

std::chrono::steady_clock::time_point TaskHandle<>::since() const
{
    return m_record ? m_record->since() : std::chrono::steady_clock::time_point();
}

void TaskHandle<>::cancel() const
{
    if (!m_record || m_record->isDone())
        return;
    m_record->requireThisThread("TaskHandle::cancel");
    m_record->cancel(Detail::reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "cancelled")));
}

} // namespace AsyncWidgets
