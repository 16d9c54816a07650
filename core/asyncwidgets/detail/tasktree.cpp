// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/tasktree.h>

#include <asyncwidgets/detail/scopedata.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/taskmodel.h>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

void visitTasks(const ThreadContext &context, const std::function<void(TaskRecord &, int depth)> &visit)
{
    struct Pending
    {
        TaskRecord *task;
        int depth;
    };
    std::vector<Pending> pending;
    for (const ScopeData *scope = context.scopes.first(); scope;
        scope = LinkedList<ScopeData>::next(*scope)) {
        for (TaskRecord *root = scope->tasks().first(); root; root = TaskList::next(*root)) {
            pending.push_back({ root, 0 });
            while (!pending.empty()) {
                const auto [task, depth] = pending.back();
                pending.pop_back();
                visit(*task, depth);
                const auto firstChild = static_cast<std::ptrdiff_t>(pending.size());
                task->visitAwaited([&](TaskRecord &child) {
                    if (!child.isDone())
                        pending.push_back({ &child, depth + 1 });
                });
                std::reverse(pending.begin() + firstChild, pending.end());
            }
        }
    }
}

QString placeText(const TaskHandle<> &task)
{
    if (task.line() == 0)
        return {};
    const QString path = task.fileName();
    return path.mid(std::max(path.lastIndexOf(u'/'), path.lastIndexOf(u'\\')) + 1) + u':'
        + QString::number(task.line());
}

std::chrono::milliseconds elapsedSince(const TaskHandle<> &task)
{
    const auto elapsed = std::chrono::steady_clock::now() - task.since();
    return std::max(
        std::chrono::duration_cast<std::chrono::milliseconds>(elapsed), std::chrono::milliseconds::zero());
}

QString stateText(TaskState state)
{
    switch (state) {
    case TaskState::Ready:
        return TaskModel::tr("Ready");
    case TaskState::Working:
        return TaskModel::tr("Working");
    case TaskState::Waiting:
        return TaskModel::tr("Waiting");
    case TaskState::Finished:
        return TaskModel::tr("Finished");
    case TaskState::Cancelled:
        return TaskModel::tr("Cancelled");
    case TaskState::Failed:
        return TaskModel::tr("Failed");
    }
    return {};
}

} // namespace AsyncWidgets::Detail
