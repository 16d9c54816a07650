// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/latencyplot.h"

#include <QtCore/QLocale>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace std::chrono_literals;

namespace AsyncWidgets {

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr double leastMilliseconds = 0.1;
constexpr double decades = 5; // up to 10 s
constexpr int lineWidth = 2;

/// Where the axis has a text.
struct Mark
{
    LatencyLog::Duration latency;
    QString text;
    Qt::Alignment side; // of the text: above its height or below it, so that no two touch
};

std::array<Mark, 4> marks()
{
    return { Mark { 10s, LatencyPlot::tr("10 s"), Qt::AlignTop },
        Mark { 100ms, LatencyPlot::tr("felt, 100 ms"), Qt::AlignBottom },
        Mark { 16667us, LatencyPlot::tr("one frame, 16.7 ms"), Qt::AlignTop },
        Mark { 100us, LatencyPlot::tr("0.1 ms"), Qt::AlignBottom } };
}

QFont smaller(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.8);
    return font;
}

} // namespace

QString formatLatency(LatencyLog::Duration latency)
{
    const double milliseconds = Milliseconds(latency).count();
    return LatencyPlot::tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', milliseconds < 9.95 ? 1 : 0));
}

LatencyPlot::LatencyPlot(const LatencyLog &log, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_now(LatencyLog::Clock::now())
{
    setAccessibleName(tr("Event loop"));
    setAccessibleDescription(tr("How late the event loop was in the last 30 seconds."));
}

QSize LatencyPlot::sizeHint() const
{
    return { 400, fontMetrics().height() * 4 };
}

QSize LatencyPlot::minimumSizeHint() const
{
    return { axisWidth() + 120, fontMetrics().height() * 4 };
}

int LatencyPlot::axisWidth() const
{
    const QFontMetrics metrics(smaller(font()));
    int widest = 0;
    for (const Mark &mark : marks())
        widest = std::max(widest, metrics.horizontalAdvance(mark.text));
    return widest + metrics.averageCharWidth();
}

qreal LatencyPlot::yOf(LatencyLog::Duration latency) const
{
    const double milliseconds = std::max(Milliseconds(latency).count(), leastMilliseconds);
    const double part = std::min(std::log10(milliseconds / leastMilliseconds) / decades, 1.0);
    return (height() - 2) * (1.0 - part) + 1;
}

qreal LatencyPlot::xOf(LatencyLog::Clock::time_point time) const
{
    const double age
        = std::chrono::duration<double>(m_now - time) / std::chrono::duration<double>(LatencyLog::span);
    return width() - (width() - axisWidth()) * age;
}

void LatencyPlot::paintEvent(QPaintEvent *)
{
    m_now = LatencyLog::Clock::now();
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // of each text; time goes to the right in any case
    painter.setFont(smaller(font()));
    const int left = axisWidth();
    const int plotWidth = std::max(width() - left, 1);
    painter.fillRect(left, 0, plotWidth, height(), palette().color(QPalette::Base));
    for (const Mark &mark : marks()) {
        const int y = qRound(yOf(mark.latency));
        const int textHeight = painter.fontMetrics().height();
        const int top = mark.side == Qt::AlignTop ? y - 1 : y + 1 - textHeight;
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect(0, top, left - painter.fontMetrics().averageCharWidth(), textHeight),
            Qt::AlignRight | Qt::AlignVCenter, mark.text);
        if (mark.latency == 10s || mark.latency == 100us)
            continue; // the edges
        painter.setPen(QPen(palette().color(QPalette::PlaceholderText), 1, Qt::DashLine));
        painter.drawLine(left, y, width(), y);
    }

    // The longest latency in each column of pixels. A sample covers the time for which the loop was late. Columns are
    // spans of the clock, so that the curve keeps its shape while it moves.
    const LatencyLog::Duration columnSpan = LatencyLog::Duration(LatencyLog::span) / plotWidth;
    const auto columnOf
        = [&](LatencyLog::Clock::time_point time) { return time.time_since_epoch() / columnSpan; };
    const auto newest = columnOf(m_now);
    const LatencyLog::Duration none(-1);
    std::vector<LatencyLog::Duration> columns(static_cast<std::size_t>(plotWidth), none);
    for (const LatencyLog::Sample &sample : m_log.samples()) {
        const auto from = columnOf(sample.time - sample.latency) - newest + plotWidth - 1;
        const auto to = columnOf(sample.time) - newest + plotWidth - 1;
        for (auto x = std::max<decltype(from)>(from, 0); x <= to && x < plotWidth; ++x) {
            auto &column = columns[static_cast<std::size_t>(x)];
            column = std::max(column, sample.latency);
        }
    }
    // Bars of whole pixels, one for all columns of the same height: this is painted all the time, and costs next to
    // nothing. (An antialiased path of a thousand points takes longer than a frame.)
    QList<QRect> line;
    QList<QRect> area;
    for (int x = left; x < left + plotWidth; ++x) {
        const LatencyLog::Duration latency = columns[static_cast<std::size_t>(x - left)];
        if (latency == none && area.isEmpty())
            continue; // before the first sample
        const int last = area.isEmpty() ? -1 : area.constLast().top();
        const int y = latency == none ? last : qRound(yOf(latency));
        if (y == last) {
            line.last().setRight(x);
            area.last().setRight(x);
            continue;
        }
        if (last >= 0)
            line.append(QRect(x, std::min(last, y), 1, std::abs(last - y) + lineWidth));
        line.append(QRect(x, y, 1, lineWidth));
        area.append(QRect(x, y, 1, height() - y));
    }
    QColor color = palette().color(QPalette::Highlight);
    painter.setPen(Qt::NoPen);
    color.setAlphaF(0.15F);
    painter.setBrush(color);
    painter.drawRects(area);
    color.setAlphaF(1.0F);
    painter.setBrush(color);
    painter.drawRects(line);
}

bool LatencyPlot::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<const QHelpEvent *>(event);
    const auto &samples = m_log.samples();
    const auto nearest = std::min_element(samples.begin(), samples.end(), [&](const auto &a, const auto &b) {
        return std::abs(xOf(a.time) - help->pos().x()) < std::abs(xOf(b.time) - help->pos().x());
    });
    if (nearest != samples.end()) {
        const auto age = std::chrono::duration<double>(LatencyLog::Clock::now() - nearest->time);
        QToolTip::showText(help->globalPos(),
            tr("%1 s ago the event loop was %2 late.")
                .arg(QLocale().toString(age.count(), 'f', 1), formatLatency(nearest->latency)),
            this);
    }
    return true;
}

} // namespace AsyncWidgets
