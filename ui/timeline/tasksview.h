// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TasksView: the tree of all tasks, each with what it did over the last 30 seconds.

#pragma once

#include "ui/timeline/laidouttexts.h"

#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/tasktrace.h>

#include <QtCore/QBasicTimer>
#include <QtGui/QColor>
#include <QtWidgets/QTreeView>

#include <chrono>
#include <unordered_map>
#include <vector>

namespace AsyncWidgets {

class EventLoopPlot;
class TaskFilter;
class TaskModel;
class TimeAxis;

/// Shows a TaskModel, with time beside it: a pale bar is waiting, a solid one is work, a tick with its value is a
/// resumption. What has ended stays as long as the axis shows it, and is then folded away.
///
/// Delete cancels the selected task, Enter or a click shows its code, the copy key copies its row as text. A press in the
/// time reads that instant; so do the arrow keys.
class TasksView final : public QTreeView
{
    Q_OBJECT

public:
    TasksView(TaskModel &model, const TaskTrace &trace, TimeAxis &axis, QWidget *parent = nullptr);

    /// What is blocked there is drawn across all rows here; it must outlive the view.
    void setEventLoop(const EventLoopPlot *eventLoop) { m_eventLoop = eventLoop; }

    [[nodiscard]] TaskHandle<> currentTask() const;
    void setCurrentTask(const TaskHandle<> &task);
    /// The row of \a task in this view, in the first column; invalid if it is folded away.
    [[nodiscard]] QModelIndex indexOf(const TaskHandle<> &task) const;
    [[nodiscard]] TaskHandle<> taskAt(const QModelIndex &index) const;

    [[nodiscard]] int foldedCount() const; ///< how many ended tasks are folded away
    void setEndedAge(
        std::chrono::milliseconds age); ///< what has ended stays as long, the axis's span at first
    void setFoldsEnded(bool folds);
    [[nodiscard]] bool foldsEnded() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void cancelCurrent();
    void copyCurrent() const;
    void showCurrentCode();

Q_SIGNALS:
    void showCodeRequested(const AsyncWidgets::TaskHandle<> &task);
    void foldedCountChanged(int count);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    class Delegate;
    friend class Delegate;
    void layOutColumns();
    [[nodiscard]] int rowHeight(bool isDense) const;
    void keepTop();
    void restoreTop();
    void collectSteps(); ///< of the rows that are about to be painted
    void paintTime(QPainter &painter, const QRect &rect, const TaskHandle<> &task);
    void setFonts();
    [[nodiscard]] bool isInTime(const QPoint &position) const;

    TaskModel &m_model;
    const TaskTrace &m_trace;
    TimeAxis &m_axis;
    TaskFilter *m_filter;
    const EventLoopPlot *m_eventLoop = nullptr;
    std::unordered_map<TaskTrace::TrackId, std::vector<TaskTrace::Step>> m_steps; // for the present painting
    bool m_isDense = false; // where there is little room
    QColor m_quiet; // for the present painting
    LaidOutTexts m_cellTexts;
    LaidOutTexts m_smallTexts;
    TaskHandle<> m_keptTask; // the selected one, while the model is reset
    TaskHandle<> m_keptTop; // the one at the top of what is in sight, while rows go
    QBasicTimer m_frame;
    QAction *m_cancel;
    QAction *m_showCode;
    QAction *m_copy;
};

} // namespace AsyncWidgets
