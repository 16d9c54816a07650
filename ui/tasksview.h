// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TasksView: the table of all tasks.

#pragma once

#include <asyncwidgets/taskhandle.h>

#include <QtCore/QBasicTimer>
#include <QtWidgets/QTreeView>

namespace AsyncWidgets {

class TaskModel;

/// Shows a TaskModel. Delete cancels the selected task, Enter or a click on its place shows its code, the copy key
/// copies its row as text.
class TasksView final : public QTreeView
{
    Q_OBJECT

public:
    explicit TasksView(TaskModel *model, QWidget *parent = nullptr);

    [[nodiscard]] TaskHandle currentTask() const;
    [[nodiscard]] QSize sizeHint() const override; ///< room for as many tasks as the cards start

public Q_SLOTS:
    void cancelCurrent();
    void copyCurrent() const;
    void showCurrentCode();

Q_SIGNALS:
    void showCodeRequested(const AsyncWidgets::TaskHandle &task);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void keepTop();
    void restoreTop();

    TaskModel *m_model;
    TaskHandle m_keptTask; // the selected one, while the model is reset
    TaskHandle m_keptTop; // the one at the top of what is in sight, while rows go
    bool m_followsEnd = true;
    QBasicTimer m_second; // the times grow while nothing else changes
    QAction *m_cancel;
    QAction *m_showCode;
    QAction *m_copy;
};

} // namespace AsyncWidgets
