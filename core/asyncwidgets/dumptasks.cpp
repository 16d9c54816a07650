// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/dumptasks.h>

#include <asyncwidgets/detail/tasktree.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/taskmodel.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

QString resumedText(quint64 resumptions)
{
    switch (resumptions) {
    case 0:
        return u"not resumed yet"_s;
    case 1:
        return u"resumed once"_s;
    default:
        return u"resumed %1 times"_s.arg(resumptions);
    }
}

} // namespace

QString dumpTasks()
{
    constexpr int deepestIndentation = 20; // levels; a chain may have thousands
    const Detail::ThreadContext *context = Detail::ThreadContext::existing();
    if (!context)
        return {};
    QString text;
    Detail::visitTasks(*context, [&text](Detail::TaskRecord &record, int depth) {
        const TaskHandle<> task(record);
        if (depth < deepestIndentation)
            text += QString(2 * depth, u' ');
        else
            text += QString(2 * deepestIndentation, u' ') + u'(' + QString::number(depth) + u") "_s;
        text += task.name() + u": "_s + Detail::stateText(task.state());
        if (task.state() == TaskState::Waiting)
            text += u" for "_s + task.waitingFor();
        if (task.line() != 0)
            text += u" at "_s + Detail::placeText(task);
        text += u", for "_s + TaskModel::elapsedText(Detail::elapsedSince(task)) + u", "_s
            + resumedText(task.resumptions()) + u'\n';
    });
    return text;
}

} // namespace AsyncWidgets

void asyncwidgets_dump_tasks()
{
    std::fputs(qPrintable(AsyncWidgets::dumpTasks()), stderr);
    std::fflush(stderr);
}
