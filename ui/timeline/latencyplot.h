// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// LatencyPlot: draws a latency log on a logarithmic scale.

#pragma once

#include "ui/timeline/latencylog.h"

#include <QtWidgets/QWidget>

namespace AsyncWidgets {

/// "0.1 ms", "12 ms", "1,002 ms": as many digits as matter.
[[nodiscard]] QString formatLatency(LatencyLog::Duration latency);

/// From 0.1 ms to 10 s, with the lines of one frame at 60 Hz (16.7 ms) and of what a person feels (100 ms). The tooltip
/// tells the values of the moment under the pointer.
class LatencyPlot final : public QWidget
{
    Q_OBJECT

public:
    explicit LatencyPlot(const LatencyLog &log, QWidget *parent = nullptr); ///< \a log must outlive it

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    [[nodiscard]] int axisWidth() const; ///< of the texts to the left of the curve

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] qreal yOf(LatencyLog::Duration latency) const;
    [[nodiscard]] qreal xOf(LatencyLog::Clock::time_point time) const;

    const LatencyLog &m_log;
    LatencyLog::Clock::time_point m_now; // at the right end of the last painting
};

} // namespace AsyncWidgets
