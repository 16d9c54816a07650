// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// EventLoopStrip: the proof that nothing blocks, as a scrolling plot.

#pragma once

#include "ui/timeline/eventloopprobe.h"

#include <QtCore/QBasicTimer>
#include <QtWidgets/QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace AsyncWidgets {

class LatencyPlot;
class TaskModel;

/// The event loop's latency of the last 30 seconds, and in numbers. Measures and paints while it is visible only.
class EventLoopStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit EventLoopStrip(QWidget *parent = nullptr);

    /// Shows how many tasks of \a model are paused; it must outlive the strip.
    void setTaskModel(const TaskModel *model);
    [[nodiscard]] EventLoopProbe &probe() { return m_probe; }
    [[nodiscard]] QString numbers() const; ///< as they are shown, one in a line

public Q_SLOTS:
    void reset();

protected:
    void timerEvent(QTimerEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showNumbers();

    EventLoopProbe m_probe;
    const TaskModel *m_model = nullptr;
    LatencyPlot *m_plot;
    QLabel *m_paused;
    QLabel *m_names;
    QLabel *m_numbers;
    QBasicTimer m_frame;
};

} // namespace AsyncWidgets
