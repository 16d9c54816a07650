// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Timeline: the tasks and the event loop over the last 30 seconds.

#pragma once

#include "ui/controls/panel.h"

#include <asyncwidgets/taskhandle.h>

namespace AsyncWidgets {

class EventLoopStrip;
class TaskModel;
class TasksView;

class Timeline final : public Panel
{
    Q_OBJECT

public:
    explicit Timeline(TaskModel &model, QWidget *parent = nullptr);

    [[nodiscard]] TasksView &tasksView() const { return *m_tasks; }
    [[nodiscard]] EventLoopStrip &eventLoop() const { return *m_eventLoop; }

Q_SIGNALS:
    void taskChosen(const AsyncWidgets::TaskHandle &task);
    void pictureRequested();

private:
    TasksView *m_tasks;
    EventLoopStrip *m_eventLoop;
};

} // namespace AsyncWidgets
