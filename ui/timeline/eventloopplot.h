// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// EventLoopPlot: the proof that nothing blocks: how late the event loop was, on the timeline's axis.

#pragma once

#include "ui/timeline/laidouttexts.h"

#include <asyncwidgets/eventloopprobe.h>
#include <asyncwidgets/stallmonitor.h>

#include <QtCore/QBasicTimer>
#include <QtWidgets/QWidget>

#include <vector>

namespace AsyncWidgets {

class TaskTrace;
class TimeAxis;

/// "0.1 ms", "12 ms", "1,002 ms": as many digits as matter.
[[nodiscard]] QString formatLatency(LatencyLog::Duration latency);

/// One time for which the event loop was blocked.
struct Block
{
    LatencyLog::Clock::time_point begin;
    LatencyLog::Duration duration;
    QString culprit; ///< who held it, if that is known: an event and its receiver, a task
    QString function; ///< in which of our functions, if that is known
    LatencyLog::Clock::time_point
        heldUntil; ///< when its culprit let go; end() is when the loop had caught up

    [[nodiscard]] LatencyLog::Clock::time_point end() const { return begin + duration; }
};

/// From 0 to 50 ms the scale is linear, above it is compressed, up to 10 s. A block is a red bar with its length and who
/// held the loop. Measures while it is visible only, from its first painting on: what it takes to open a window is not
/// the subject.
class EventLoopPlot final : public QWidget
{
    Q_OBJECT

public:
    /// What is told beside a block.
    struct Label
    {
        QStringList lines;
        QRect place;
        bool isRight = false; ///< of its bar
        bool isOverBars = false; ///< of other blocks
    };

    static constexpr std::chrono::milliseconds blockThreshold { 100 }; ///< what a person notices

    EventLoopPlot(TimeAxis &axis, TaskTrace &trace, QWidget *parent = nullptr);

    [[nodiscard]] EventLoopProbe &probe() { return m_probe; }
    [[nodiscard]] QString numbers() const; ///< in words: "late by 0.1 ms, p99 1.2 ms"
    [[nodiscard]] std::vector<Block> blocks() const; ///< those that the axis shows, the oldest first
    /// "slider.valueChanged ×3": the signals that resumed tasks right after a block, since nobody could deliver them
    /// before. Counted once for all tasks that a signal resumes.
    [[nodiscard]] QString lateSignals(LatencyLog::Clock::time_point endOfBlock) const;
    /// Of blocks that the axis shows, those have one for which there is room; first come those that are more than half as long
    /// as the longest, of them the newest,
    /// which has one in any case: it is what the person has just done.
    [[nodiscard]] std::vector<Label> labelsOf(std::vector<Block> shown);
    /// How high above the plot's lower edge a latency is drawn, from 0 to 1.
    [[nodiscard]] static double heightOf(LatencyLog::Duration latency);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] QRect plotRect() const; ///< where the axis is
    [[nodiscard]] double yOf(LatencyLog::Duration latency) const;
    void paintCurve(QPainter &painter, const QRect &plot) const;
    void paintBlocks(QPainter &painter, const QRect &plot);
    /// What is told beside \a block, in as many lines at most.
    [[nodiscard]] QStringList labelOf(const Block &block, int lines) const;
    void setFonts();

    TimeAxis &m_axis;
    TaskTrace &m_trace;
    EventLoopProbe m_probe;
    LatencyLog m_frozen; // what was measured until the axis was frozen
    bool m_hasBegun = false;
    QBasicTimer m_numbers; // once in a while: numbers that change in each frame cannot be read
    QString m_late;
    QString m_p99;
    QString
        m_calm; // that nothing is late, and of how many tasks; empty if something is, or if there are none
    LaidOutTexts m_texts;
    LaidOutTexts m_boldTexts;
    LaidOutTexts m_smallTexts;
};

} // namespace AsyncWidgets
