// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/eventloopplot.h"

#include "ui/controls/labels.h"
#include "ui/theme/colors.h"
#include "ui/timeline/timeaxis.h"

#include <asyncwidgets/tasktrace.h>

#include <QtCore/QLocale>
#include <QtCore/QTimerEvent>
#include <QtCore/QtMath>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

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
constexpr auto calmTime = 1s; // without a frame that is late
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
    setFonts();
    setToolTip(tr("How late the event loop is. Below one frame, nobody notices."));
    connect(&axis, &TimeAxis::frozenChanged, this, [this](bool isFrozen) {
        if (isFrozen)
            m_frozen = m_probe.log();
        update();
    });
    connect(&axis, &TimeAxis::momentChanged, this, qOverload<>(&QWidget::update));
    connect(&axis, &TimeAxis::rangeChanged, this, qOverload<>(&QWidget::update));
}

void EventLoopPlot::setFonts()
{
    m_texts.setFont(font());
    m_boldTexts.setFont(boldFont(font()));
    m_smallTexts.setFont(smallFont(font()));
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
    return { fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 5 / 2 };
}

double EventLoopPlot::heightOf(LatencyLog::Duration latency)
{
    const double milliseconds = std::max(Milliseconds(latency).count(), 0.0);
    if (milliseconds <= linearEnd)
        return milliseconds / linearEnd * linearPart;
    const double above = std::log(milliseconds / linearEnd) / std::log(scaleEnd / linearEnd);
    return linearPart + std::min(above, 1.0) * (1 - linearPart);
}

QRect EventLoopPlot::plotRect() const
{
    const auto left = static_cast<int>(m_axis.left());
    const auto right = static_cast<int>(m_axis.right());
    return { left, 0, std::max(right - left, 1), height() };
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
        block.culprit = longest->culprit().remove(u"AsyncWidgets::"_s);
        block.heldUntil = longest->begin + longest->duration;
        // The innermost of ours: what it calls belongs to Qt or to the system, what runs a task to nobody. If there is none,
        // the innermost that has a name.
        const QStringList &stack = longest->stack;
        auto found = std::find_if(stack.begin(), stack.end(), [](const QString &function) {
            return function.contains(u"AsyncWidgets::"_s) && !function.contains(u"AsyncWidgets::Detail::"_s);
        });
        if (found == stack.end())
            found = std::find_if(stack.begin(), stack.end(), [](const QString &function) {
                return function.contains(u'(') && !function.contains(u"+0x"_s);
            });
        if (found != stack.end())
            block.function = QString(*found).remove(u"AsyncWidgets::"_s);
        if (block.function == block.culprit)
            block.function.clear();
    }
    return blocks;
}

QString EventLoopPlot::lateSignals(LatencyLog::Clock::time_point endOfBlock) const
{
    std::map<QString, std::map<TaskTrace::TrackId, quint32>> resumptions; // by signal and task
    m_trace.visitSteps(endOfBlock, endOfBlock + catchUpTime, [&](const TaskTrace::Step &step) {
        if (step.sender && step.begin >= endOfBlock) // a signal; that a pause was longer matters to nobody
            resumptions[m_trace.text(step.cause)][step.track] += step.count;
    });
    QStringList signalsWithCounts;
    for (const auto &[cause, tasks] : resumptions) {
        const auto most = std::max_element(tasks.begin(), tasks.end(),
            [](const auto &one, const auto &other) { return one.second < other.second; });
        signalsWithCounts.append(u"%1 ×%2"_s.arg(cause, QLocale().toString(most->second)));
    }
    return signalsWithCounts.join(u", "_s);
}

void EventLoopPlot::paintEvent(QPaintEvent *)
{
    if (!std::exchange(m_hasBegun, true) && isVisible())
        m_probe.start();
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight); // as time goes in every language
    const QRect plot = plotRect();
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
    const QFontMetrics metrics(m_smallTexts.font(), this);
    const auto label = [&](LatencyLog::Duration latency, const QString &text, const QColor &color) {
        painter.setPen(color);
        const QRect place(plot.right() + metrics.averageCharWidth(),
            static_cast<int>(yOf(latency) - metrics.height() / 2.0),
            width() - plot.right() - 2 * metrics.averageCharWidth(), metrics.height());
        m_smallTexts.paint(painter, place, Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    if (yOf({}) - yOf(oneFrame) > metrics.height())
        label({}, QLocale().toString(0), quiet);
    //: %1 is a number of milliseconds
    label(oneFrame, tr("one frame, %1 ms").arg(QLocale().toString(16.7, 'f', 1)), calm);
    if (std::min(yOf(oneFrame) - yOf(50ms), yOf(50ms) - yOf(1s)) > metrics.height()) // where there is room
        label(50ms, tr("%1 ms").arg(QLocale().toString(50)), quiet);
    label(1s, tr("%1 s").arg(QLocale().toString(1)), quiet);

    // And what it is, to the left.
    const int lineHeight = fontMetrics().height();
    const int room = plot.left() - fontMetrics().averageCharWidth();
    const auto side = (isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    painter.setPen(palette().color(QPalette::Text));
    m_boldTexts.paint(painter, QRect(0, 0, room, lineHeight), side, tr("Event loop"));
    const QString late = tr("late by");
    const int shift = qRound(m_texts.width(late)) + fontMetrics().averageCharWidth() * 2;
    const auto number = [&](int row, const QString &name, const QString &value) {
        const QRect place(0, row * lineHeight, room, lineHeight);
        if (place.bottom() > height())
            return;
        painter.setPen(quiet);
        m_texts.paint(painter, place, side, name);
        painter.setPen(palette().color(QPalette::Text));
        m_texts.paint(painter,
            isRightToLeft() ? place.adjusted(0, 0, -shift, 0) : place.adjusted(shift, 0, 0, 0), side, value);
    };
    number(1, late, m_late);
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

QStringList EventLoopPlot::labelOf(const Block &block, int lines) const
{
    QStringList label { tr("blocked %1").arg(formatLatency(block.duration)) };
    // The function first: it says more than the event in which it was called.
    QStringList culprit { block.function, block.culprit };
    culprit.removeAll(QString());
    const QString late = lateSignals(block.heldUntil);
    if (const auto left = lines - label.size() - (late.isEmpty() ? 0 : 1); culprit.size() > left)
        culprit = { culprit.join(u" · "_s) };
    label += culprit;
    if (!late.isEmpty())
        //: after the event loop was blocked; %1 are signals, such as "slider.valueChanged ×3"
        label += tr("late, in order, none lost: %1").arg(late);
    return lines == 1 ? QStringList { label.join(u" · "_s) } : label.mid(0, lines);
}

std::vector<EventLoopPlot::Label> EventLoopPlot::labelsOf(std::vector<Block> shown)
{
    const QRect plot = plotRect();
    const int gap = fontMetrics().averageCharWidth();
    const int lineHeight = fontMetrics().height();
    LatencyLog::Duration longest = LatencyLog::Duration::zero();
    for (const Block &block : shown)
        longest = std::max(longest, block.duration);
    const auto isLong = [longest](const Block &block) { return block.duration > longest / 2; };
    const auto rank = [&](const Block &block) { return std::pair(isLong(block), block.begin); };
    std::sort(shown.begin(), shown.end(), [&](const Block &a, const Block &b) { return rank(a) > rank(b); });
    const auto leftOf = [this](const Block &block) { return static_cast<int>(m_axis.xOf(block.begin)); };
    const auto rightOf = [this](const Block &block) { return static_cast<int>(m_axis.xOf(block.end())) + 2; };
    // Above the line of one frame.
    const int room = std::max(1, static_cast<int>(yOf(oneFrame)) / lineHeight);
    std::vector<Label> labels;
    for (const Block &block : shown) {
        Label label { labelOf(block, room), {} };
        int width = qCeil(m_boldTexts.width(label.lines.front())) + 1;
        const int least = std::min(width, fontMetrics().averageCharWidth() * 20);
        for (qsizetype row = 1; row < label.lines.size(); ++row)
            width = std::max(width, qCeil(m_texts.width(label.lines[row])) + 1);
        // Beside its bar, up to the next one; the first label goes over short ones.
        const int left = leftOf(block);
        const int right = rightOf(block);
        int from = plot.left();
        int to = plot.right();
        for (const Block &other : shown) {
            if (labels.empty() && !isLong(other))
                continue;
            if (rightOf(other) <= left)
                from = std::max(from, rightOf(other));
            if (leftOf(other) > right)
                to = std::min(to, leftOf(other));
        }
        if (labels.empty() && std::max(left - from, to - right) - 2 * gap < least) { // there is no other room
            from = plot.left();
            to = plot.right();
        }
        const int before = left - from - gap;
        const int after = to - right - gap;
        label.isRight = after >= std::min(width, before);
        width = std::min(width, label.isRight ? after : before);
        label.place = QRect(label.isRight ? right + gap : left - gap - width, 0, width,
            static_cast<int>(label.lines.size()) * lineHeight);
        label.isOverBars = std::any_of(shown.begin(), shown.end(), [&](const Block &other) {
            return rightOf(other) > label.place.left() && leftOf(other) < label.place.right();
        });
        const bool isFree = std::none_of(labels.begin(), labels.end(),
            [&label](const Label &other) { return other.place.intersects(label.place); });
        if (labels.empty() || (width >= least && isFree))
            labels.push_back(std::move(label));
    }
    return labels;
}

void EventLoopPlot::paintBlocks(QPainter &painter, const QRect &plot)
{
    const QColor alarm = alarmColor(palette());
    const QColor base = palette().color(QPalette::Base);
    const QColor band = tint(alarm, base, 0.14);
    const int gap = fontMetrics().averageCharWidth();
    const int lineHeight = fontMetrics().height();
    const int calmWidth = qCeil(m_texts.width(m_calm));
    const QRect calm(plot.right() - gap - calmWidth, 0, calmWidth, lineHeight);
    bool hasRoomForCalm = !m_calm.isEmpty() && calm.left() >= plot.left();
    std::vector<Block> shown = blocks();
    for (const Block &block : shown) {
        const double left = m_axis.xOf(block.begin);
        const double width = std::max(m_axis.xOf(block.end()) - left, 2.0);
        const double top = yOf(block.duration);
        painter.fillRect(QRectF(left, 0, width, height()), band);
        painter.fillRect(QRectF(left, top, width, yOf({}) - top), alarm);
        hasRoomForCalm = hasRoomForCalm && left + width + gap < calm.left();
    }
    for (const Label &label : labelsOf(std::move(shown))) {
        // The curve behind stays visible, but does not strike the words out.
        QColor veil = base;
        veil.setAlphaF(label.isOverBars ? 1.0F : 0.75F);
        painter.fillRect(label.place, veil);
        painter.setPen(alarm);
        QRect line(label.place.topLeft(), QSize(label.place.width(), lineHeight));
        for (const QString &text : label.lines) {
            (&text == &label.lines.front() ? m_boldTexts : m_texts)
                .paint(
                    painter, line, (label.isRight ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, text);
            line.translate(0, lineHeight);
        }
        hasRoomForCalm = hasRoomForCalm && !calm.intersects(label.place.adjusted(-gap, 0, gap, 0));
    }
    if (hasRoomForCalm) { // above the present
        painter.setPen(calmColor(palette()));
        m_texts.paint(painter, calm, Qt::AlignLeft | Qt::AlignVCenter, m_calm);
    }
}

void EventLoopPlot::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFonts();
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
    const auto &samples = m_probe.log().samples();
    const auto lately = LatencyLog::Clock::now() - calmTime;
    const bool isCalm
        = std::none_of(samples.begin(), samples.end(), [lately](const LatencyLog::Sample &sample) {
              return sample.time > lately && sample.latency >= oneFrame;
          });
    int active = 0;
    m_trace.visitTracks([&active](const TaskTrace::Track &track) { active += track.isDone() ? 0 : 1; });
    m_calm.clear();
    if (isCalm && active == 1) // English has its plurals from a translation, which not every build has
        m_calm = tr("One task waits or works, and nothing is late.");
    else if (isCalm && active > 1)
        m_calm = tr("%Ln tasks wait or work, and nothing is late.", nullptr, active);
    QStringList words { numbers() };
    if (!m_calm.isEmpty())
        words.append(m_calm);
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
