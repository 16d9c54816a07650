// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Timeline: the tasks and the event loop over the last 30 seconds, on one axis.

#pragma once

#include "ui/controls/panel.h"
#include "ui/timeline/timeaxis.h"

#include <asyncwidgets/taskhandle.h>

#include <QtCore/QBasicTimer>

#include <optional>

QT_BEGIN_NAMESPACE
class QAbstractButton;
QT_END_NAMESPACE

namespace AsyncWidgets {

class ElidedLabel;
class EventLoopPlot;
class TaskModel;
class TaskTrace;
class TasksView;

/// Can be frozen, and then read: whoever shows tasks is told which instant the person looks at.
class Timeline final : public Panel
{
    Q_OBJECT

public:
    Timeline(TaskModel &model, TaskTrace &trace, QWidget *parent = nullptr);

    [[nodiscard]] TimeAxis &axis() { return m_axis; }
    [[nodiscard]] TasksView &tasksView() const { return *m_tasks; }
    [[nodiscard]] EventLoopPlot &eventLoop() const { return *m_eventLoop; }

Q_SIGNALS:
    void taskChosen(const AsyncWidgets::TaskHandle<> &task);
    /// The instant that the person looks at, or none for the present.
    void momentChosen(std::optional<AsyncWidgets::TimeAxis::Time> moment);
    void pictureRequested();
    void traceRequested();

private:
    void showMoment();
    void showEnded();

    TimeAxis m_axis;
    TasksView *m_tasks;
    EventLoopPlot *m_eventLoop;
    QWidget *m_legend;
    ElidedLabel *m_moment; // in its place while the past is looked at
    QAbstractButton *m_freeze;
    QAbstractButton *m_ended; // the row of the tasks that are folded away, below all others
};

} // namespace AsyncWidgets
