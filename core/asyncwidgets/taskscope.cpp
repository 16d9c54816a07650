// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/taskscope.h>

#include <asyncwidgets/detail/scopedata.h>
#include <asyncwidgets/waiterror.h>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

TaskScope::TaskScope()
    : m_data(new Detail::ScopeData) // released by close()
{
}

TaskScope::~TaskScope()
{
    m_data->close();
}

void TaskScope::adopt(Detail::TaskRecord &task, const QString &name, std::source_location where)
{
    task.setHandedOver();
    m_data->adopt(task, name, where);
}

TaskHandle<> TaskScope::run(const Detail::TaskRecordRef &task)
{
    m_data->run(*task);
    return TaskHandle<>(*task);
}

TaskHandle<> TaskScope::start(
    std::unique_ptr<StateMachine> machine, const QString &name, std::source_location where)
{
    if (!machine)
        throw WaitError(u"There is no state machine to start: the pointer is null."_s);
    const Detail::TaskRecordRef record(new Detail::StateMachineRecord(std::move(machine)));
    try {
        adopt(*record, name, where);
    } catch (...) {
        record->destroyCode();
        throw;
    }
    return run(record);
}

void TaskScope::cancel()
{
    m_data->requireThisThread("cancel them");
    m_data->cancel(Detail::CommonReason::CancelledWithScope);
}

void TaskScope::onFailure(std::function<void(const TaskHandle<> &)> function)
{
    if (!function)
        m_data->onFailure = nullptr;
    else
        m_data->onFailure
            = [function = std::move(function)](Detail::TaskRecord &task) { function(TaskHandle<>(task)); };
}

int TaskScope::count() const
{
    return m_data->count();
}

} // namespace AsyncWidgets
