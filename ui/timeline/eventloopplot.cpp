// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/eventloopplot.h"

#include "ui/controls/labels.h"
#include "ui/theme/colors.h"
#include "ui/timeline/timeaxis.h"

#include <asyncwidgets/tasktrace.h>

#include <QtCore/QLocale>
#include <QtCore/QTimerEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets {

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr LatencyLog::Duration oneFrame = 16667us;
constexpr double linearEnd = 50; // ms
constexpr double linearPart = 0.62; // of the height
constexpr double scaleEnd = 10'000; // ms
constexpr int numbersInterval = 250; // ms
constexpr auto catchUpTime = 100ms; // in which all arrives that has waited for the end of a block

} // namespace

QString formatLatency(LatencyLog::Duration latency)
{
    const double milliseconds = Milliseconds(latency).count();
    return EventLoopPlot::tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', milliseconds < 9.95 ? 1 : 0));
}

EventLoopPlot::EventLoopPlot(TimeAxis &axis, TaskTrace &trace, QWidget *parent)
    : QWidget(parent)
    , m_axis(axis)
    , m_trace(trace)
    , m_late(formatLatency({}))
    , m_p99(m_late)
{
    setObjectName(u"eventLoop"_s);
    setAccessibleName(tr("Event loop"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setMouseTracking(true);
    setToolTip(tr("How late the event loop is. Below one frame, nobody notices."));
    connect(&axis, &TimeAxis::frozenChanged, this, [this](bool isFrozen) {
        if (isFrozen)
            m_frozen = m_probe.log();
        update();
    });
    connect(&axis, &TimeAxis::momentChanged, this, qOverload<>(&QWidget::update));
    connect(&axis, &TimeAxis::rangeChanged, this, qOverload<>(&QWidget::update));
}

QString EventLoopPlot::numbers() const
{
    return tr("late by %1, p99 %2").arg(m_late, m_p99);
}

QSize EventLoopPlot::sizeHint() const
{
    return { fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 6 };
}

QSize EventLoopPlot::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 3 };
}

double EventLoopPlot::heightOf(LatencyLog::Duration latency)
{
    const double milliseconds = std::max(Milliseconds(latency).count(), 0.0);
    if (milliseconds <= linearEnd)
        return milliseconds / linearEnd * linearPart;
    const double above = std::log(milliseconds / linearEnd) / std::log(scaleEnd / linearEnd);
    return linearPart + std::min(above, 1.0) * (1 - linearPart);
}

double EventLoopPlot::yOf(LatencyLog::Duration latency) const
{
    const int room = fontMetrics().height() / 2; // for the labels of the ends
    return height() - 1 - room - heightOf(latency) * (height() - 1 - 2 * room);
}

std::vector<Block> EventLoopPlot::blocks() const
{
    std::vector<Block> blocks;
    const LatencyLog &log = m_axis.isFrozen() ? m_frozen : m_probe.log();
    for (const LatencyLog::Sample &sample : log.samples()) {
        if (sample.latency >= blockThreshold && sample.time > m_axis.oldest())
            blocks.push_back({ sample.time - sample.latency, sample.latency, {}, {}, sample.time });
    }
    // Who it was is found out by others, who measure it a little otherwise.
    const std::vector<Stall> stalls = m_trace.stalls();
    for (Block &block : blocks) {
        const Stall *longest = nullptr;
        LatencyLog::Duration most = LatencyLog::Duration::zero();
        for (const Stall &stall : stalls) {
            const auto common
                = std::min(block.end(), stall.begin + stall.duration) - std::max(block.begin, stall.begin);
            if (common > most) {
                most = common;
                longest = &stall;
            }
        }
        if (!longest)
            continue;
        block.culprit = longest->culprit();
        block.heldUntil = longest->begin + longest->duration;
        // The innermost of ours: what it calls belongs to Qt or to the system, what runs a task to nobody.
        const auto ours
            = std::find_if(longest->stack.begin(), longest->stack.end(), [](const QString &function) {
                  return function.contains(u"AsyncWidgets::"_s)
                      && !function.contains(u"AsyncWidgets::Detail::"_s);
              });
        if (ours != longest->stack.end())
            block.function = QString(*ours).remove(u"AsyncWidgets::"_s);
    }
    return blocks;
}

QString EventLoopPlot::lateSignals(LatencyLog::Clock::time_point endOfBlock) const
{
    std::map<QString, std::map<TaskTrace::TrackId, quint32>> resumptions; // by signal and task
    m_trace.visitSteps(endOfBlock, endOfBlock + catchUpTime, [&](const TaskTrace::Step &step) {
        if (step.sender && step.begin >= endOfBlock) // a signal; that a pause was longer matters to nobody
            resumptions[m_trace.text(step.carrier)][step.track] += step.count;
    });
    QStringList signalsWithCounts;
    for (const auto &[carrier, tasks] : resumptions) {
        const auto most = std::max_element(tasks.begin(), tasks.end(),
            [](const auto &one, const auto &other) { return one.second < other.second; });
        signalsWithCounts.append(u"%1 ×%2"_s.arg(carrier, QLocale().toString(most->second)));
    }
    return signalsWithCounts.join(u", "_s);
}

void EventLoopPlot::paintEvent(QPaintEvent *)
{
    if (!std::exchange(m_hasBegun, true) && isVisible())
        m_probe.start();
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight); // as time goes in every language
    const auto left = static_cast<int>(m_axis.left());
    const auto right = static_cast<int>(m_axis.right());
    const QRect plot(left, 0, std::max(right - left, 1), height());
    const QColor quiet = quietColor(palette());
    const QColor calm = calmColor(palette());

    // Below one frame, all is well.
    const auto frameY = static_cast<int>(yOf(oneFrame));
    const auto zeroY = static_cast<int>(yOf({}));
    painter.fillRect(QRect(plot.left(), frameY, plot.width(), zeroY - frameY + 1),
        mixed(palette().color(QPalette::Base), calm, 0.1));
    painter.setPen(QPen(calm, 1, Qt::DashLine));
    painter.drawLine(plot.left(), frameY, plot.right(), frameY);

    painter.save();
    painter.setClipRect(plot);
    paintCurve(painter, plot);
    paintBlocks(painter, plot);
    if (const auto moment = m_axis.moment()) {
        const auto x = static_cast<int>(m_axis.xOf(*moment));
        painter.setPen(palette().color(QPalette::Text));
        painter.drawLine(x, 0, x, height());
    }
    painter.restore();

    // The scale, to the right.
    painter.setFont(smallFont(font()));
    const QFontMetrics metrics = painter.fontMetrics();
    const auto label = [&](LatencyLog::Duration latency, const QString &text, const QColor &color) {
        painter.setPen(color);
        const QRectF place(plot.right() + metrics.averageCharWidth(), yOf(latency) - metrics.height() / 2.0,
            width() - plot.right() - 2.0 * metrics.averageCharWidth(), metrics.height());
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(text, Qt::ElideRight, static_cast<int>(place.width())));
    };
    if (yOf({}) - yOf(oneFrame) > metrics.height())
        label({}, QLocale().toString(0), quiet);
    //: %1 is a number of milliseconds
    label(oneFrame, tr("one frame, %1 ms").arg(QLocale().toString(16.7, 'f', 1)), calm);
    if (std::min(yOf(oneFrame) - yOf(50ms), yOf(50ms) - yOf(1s)) > metrics.height()) // where there is room
        label(50ms, tr("%1 ms").arg(QLocale().toString(50)), quiet);
    label(1s, tr("%1 s").arg(QLocale().toString(1)), quiet);

    // And what it is, to the left.
    painter.setFont(boldFont(font()));
    painter.setPen(palette().color(QPalette::Text));
    const int lineHeight = fontMetrics().height();
    const int room = plot.left() - fontMetrics().averageCharWidth();
    const auto side = isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    painter.drawText(
        QRect(0, 0, room, lineHeight), static_cast<int>(side | Qt::AlignVCenter), tr("Event loop"));
    painter.setFont(font());
    const auto number = [&](int row, const QString &name, const QString &value) {
        const QRect place(0, row * lineHeight, room, lineHeight);
        if (place.bottom() > height())
            return;
        painter.setPen(quiet);
        painter.drawText(place, static_cast<int>(side | Qt::AlignVCenter), name);
        const int shift
            = fontMetrics().horizontalAdvance(tr("late by")) + fontMetrics().averageCharWidth() * 2;
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(isRightToLeft() ? place.adjusted(0, 0, -shift, 0) : place.adjusted(shift, 0, 0, 0),
            static_cast<int>(side | Qt::AlignVCenter), value);
    };
    number(1, tr("late by"), m_late);
    number(2, tr("p99"), m_p99);
}

void EventLoopPlot::paintCurve(QPainter &painter, const QRect &plot) const
{
    // The longest latency in each column of pixels. A sample covers the time for which the loop was late. Columns are
    // spans of the clock, so that the curve keeps its shape while it moves.
    const LatencyLog &log = m_axis.isFrozen() ? m_frozen : m_probe.log();
    const LatencyLog::Duration columnSpan = LatencyLog::Duration(TimeAxis::span) / plot.width();
    const auto columnOf
        = [&](LatencyLog::Clock::time_point time) { return time.time_since_epoch() / columnSpan; };
    const auto newest = columnOf(m_axis.newest());
    const LatencyLog::Duration none(-1);
    std::vector<LatencyLog::Duration> columns(static_cast<std::size_t>(plot.width()), none);
    for (const LatencyLog::Sample &sample : log.samples()) {
        const auto from = columnOf(sample.time - sample.latency) - newest + plot.width() - 1;
        const auto to = columnOf(sample.time) - newest + plot.width() - 1;
        for (auto x = std::max<decltype(from)>(from, 0); x <= to && x < plot.width(); ++x) {
            auto &column = columns[static_cast<std::size_t>(x)];
            column = std::max(column, sample.latency);
        }
    }
    // Bars of whole pixels, one for all columns of the same height: this is painted all the time, and costs next to
    // nothing. (An antialiased path of a thousand points takes longer than a frame.)
    constexpr int lineWidth = 2;
    QList<QRect> line;
    int last = -1;
    for (int x = plot.left(); x <= plot.right(); ++x) {
        const LatencyLog::Duration latency = columns[static_cast<std::size_t>(x - plot.left())];
        if (latency == none && last < 0)
            continue; // before the first sample
        // Nothing was measured while the loop slept, and it was not late then.
        const int y = static_cast<int>(yOf(latency == none ? LatencyLog::Duration::zero() : latency));
        if (y == last) {
            line.last().setRight(x);
            continue;
        }
        if (last >= 0)
            line.append(QRect(x, std::min(last, y), 1, std::abs(last - y) + lineWidth));
        line.append(QRect(x, y, 1, lineWidth));
        last = y;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(accentColor(palette()));
    painter.drawRects(line);
}

void EventLoopPlot::paintBlocks(QPainter &painter, const QRect &plot) const
{
    const QColor alarm = alarmColor(palette());
    const QColor base = palette().color(QPalette::Base);
    std::vector<Block> shown = blocks();
    for (const Block &block : shown) {
        const double left = m_axis.xOf(block.begin);
        const double width = std::max(m_axis.xOf(block.end()) - left, 2.0);
        const double top = yOf(block.duration);
        painter.fillRect(QRectF(left, 0, width, height()), mixed(base, alarm, 0.14));
        painter.fillRect(QRectF(left, top, width, yOf({}) - top), alarm);
    }
    // As far as there is room, those have a label that are nearly as long as the longest, the newest first: the last of
    // them is what the person has just done. Then the shorter ones.
    LatencyLog::Duration longest = LatencyLog::Duration::zero();
    for (const Block &block : shown)
        longest = std::max(longest, block.duration);
    std::reverse(shown.begin(), shown.end());
    std::stable_partition(
        shown.begin(), shown.end(), [&](const Block &block) { return block.duration > longest / 2; });
    std::vector<QRectF> taken;
    const int gap = fontMetrics().averageCharWidth();
    // Above the line of one frame, where there is room for two of them at least.
    const int room = std::max(2, static_cast<int>(yOf(oneFrame)) / fontMetrics().height());
    for (const Block &block : shown) {
        QStringList lines { tr("blocked %1").arg(formatLatency(block.duration)) };
        if (!block.culprit.isEmpty())
            lines
                += block.function.isEmpty() ? block.culprit : u"%1 · %2"_s.arg(block.culprit, block.function);
        if (const QString late = lateSignals(block.heldUntil); !late.isEmpty())
            //: after the event loop was blocked; %1 are signals, such as "slider.valueChanged ×3"
            lines += tr("late, in order, none lost: %1").arg(late);
        const double left = m_axis.xOf(block.begin) - gap;
        const double right = m_axis.xOf(block.end()) + gap;
        const bool isRight = plot.right() - right > left - plot.left();
        const double beside = isRight ? plot.right() - right : left - plot.left();
        double width = QFontMetrics(boldFont(font())).horizontalAdvance(lines.front());
        const auto count = std::min(static_cast<int>(lines.size()), room);
        for (int row = 1; row < count; ++row)
            width = std::max(width, static_cast<double>(fontMetrics().horizontalAdvance(lines[row])));
        width = std::min(width + 1, beside);
        const QRectF place(isRight ? right : left - width, 0, width, count * fontMetrics().height());
        if (std::any_of(
                taken.begin(), taken.end(), [&](const QRectF &other) { return other.intersects(place); }))
            continue;
        taken.push_back(place);
        painter.setPen(alarm);
        for (int row = 0; row < count; ++row) {
            painter.setFont(row == 0 ? boldFont(font()) : font());
            const QRectF line(place.left(), row * fontMetrics().height(), width, fontMetrics().height());
            painter.drawText(line,
                static_cast<int>((isRight ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter),
                painter.fontMetrics().elidedText(
                    lines[row], Qt::ElideRight, static_cast<int>(line.width()) + 1));
        }
    }
}

void EventLoopPlot::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_numbers.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    if (m_axis.isFrozen())
        return;
    m_late = formatLatency(m_probe.log().latest());
    m_p99 = formatLatency(m_probe.log().quantile(0.99));
    QStringList words { numbers() };
    for (const Block &block : blocks())
        words.append(tr("blocked %1").arg(formatLatency(block.duration)) + u' ' + block.culprit + u' '
            + lateSignals(block.heldUntil));
    setAccessibleDescription(words.join(u", "_s));
}

void EventLoopPlot::showEvent(QShowEvent *event)
{
    if (m_hasBegun)
        m_probe.start();
    m_numbers.start(numbersInterval, Qt::CoarseTimer, this);
    QWidget::showEvent(event);
}

void EventLoopPlot::hideEvent(QHideEvent *event)
{
    m_probe.stop();
    m_numbers.stop();
    QWidget::hideEvent(event);
}

void EventLoopPlot::mousePressEvent(QMouseEvent *event)
{
    m_axis.setMoment(m_axis.timeAt(event->position().x()));
}

void EventLoopPlot::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        m_axis.setMoment(m_axis.timeAt(event->position().x()));
    else
        m_axis.hover(m_axis.timeAt(event->position().x()));
}

} // namespace AsyncWidgets
