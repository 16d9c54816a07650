// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/statediagram.h"

#include "ui/controls/labels.h"
#include "ui/theme/colors.h"

#include <asyncwidgets/statemachine.h>

#include <QtCore/QLocale>
#include <QtCore/QMetaEnum>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <cmath>
#include <cstdlib>
#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

StateDiagram::StateDiagram(QWidget *parent)
    : QWidget(parent)
    , m_color(palette().color(QPalette::Highlight))
{
    setObjectName(u"states"_s);
    setAccessibleName(tr("States"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(smallFont(font()));
}

void StateDiagram::setMachine(StateMachine *machine)
{
    if (m_machine)
        m_machine->disconnect(this);
    m_machine = machine;
    m_counts.clear();
    m_current = -1;
    QStringList states;
    if (machine) {
        const QMetaEnum values = machine->states();
        for (int i = 0; i < values.keyCount(); ++i)
            states.append(QString::fromLatin1(values.key(i)));
        connect(machine, &StateMachine::stateChanged, this, &StateDiagram::readState);
        connect(machine, &StateMachine::transitioned, this, [this](int from, int to) {
            ++m_counts[{ placeOf(from), placeOf(to) }];
            note(placeOf(from), placeOf(to));
        });
    }
    if (states != std::exchange(m_states, states))
        m_transitions.clear(); // of others
    if (machine) {
        note(-1, placeOf(machine->currentState()));
        readState();
    }
    countUntilMoment();
    describe();
    updateGeometry();
    update();
}

void StateDiagram::note(int from, int to)
{
    m_transitions.push_back({ std::chrono::steady_clock::now(), from, to });
    if (m_transitions.size() > mostTransitions)
        m_transitions.pop_front();
    countUntilMoment();
    describe();
    update();
}

void StateDiagram::setMoment(std::optional<std::chrono::steady_clock::time_point> moment)
{
    m_moment = moment;
    countUntilMoment();
    describe();
    update();
}

void StateDiagram::countUntilMoment()
{
    if (!m_moment) {
        m_shownCounts = m_counts;
        m_shownState = m_current;
        return;
    }
    m_shownCounts.clear();
    m_shownState = -1;
    for (const Transition &made : m_transitions) {
        if (made.time > *m_moment)
            break;
        if (made.from < 0)
            m_shownCounts.clear();
        else
            ++m_shownCounts[{ made.from, made.to }];
        m_shownState = made.to;
    }
}

void StateDiagram::setColor(const QColor &color)
{
    m_color = color;
    update();
}

int StateDiagram::count(const QString &from, const QString &to) const
{
    const auto found = m_shownCounts.find(
        { static_cast<int>(m_states.indexOf(from)), static_cast<int>(m_states.indexOf(to)) });
    return found == m_shownCounts.end() ? 0 : found->second;
}

int StateDiagram::placeOf(int value) const
{
    return static_cast<int>(m_states.indexOf(QString::fromLatin1(m_machine->states().valueToKey(value))));
}

void StateDiagram::readState()
{
    m_current = placeOf(m_machine->currentState());
    countUntilMoment();
    describe();
    update();
}

void StateDiagram::describe()
{
    QStringList words { currentState() };
    for (const auto &[ends, count] : m_shownCounts)
        words.append(u"%1 → %2 ×%3"_s.arg(
            m_states.value(ends.first), m_states.value(ends.second), QLocale().toString(count)));
    setAccessibleDescription(words.join(u", "_s));
}

QSize StateDiagram::sizeHint() const
{
    return { fontMetrics().averageCharWidth() * 50, fontMetrics().height() * 3 };
}

QSize StateDiagram::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 20, fontMetrics().height() * 3 };
}

/// The boxes are as wide as their names ask for, and share what is left as gaps.
QRectF StateDiagram::box(int place) const
{
    const qreal height = fontMetrics().height() * 1.5;
    qreal asked = 0;
    for (const QString &state : m_states)
        asked += fontMetrics().horizontalAdvance(state) + height;
    const auto count = static_cast<int>(m_states.size());
    const qreal gaps = std::max(count - 1, 1) * fontMetrics().height() * 2.2;
    const qreal scale = std::min(1.0, (width() - gaps - 2) / std::max(asked, 1.0));
    const qreal gap
        = std::min((width() - 2 - asked * scale) / std::max(count - 1, 1), fontMetrics().height() * 5.0);
    qreal left = 1;
    for (int i = 0; i < place; ++i)
        left += (fontMetrics().horizontalAdvance(m_states[i]) + height) * scale + gap;
    const qreal width = (fontMetrics().horizontalAdvance(m_states.value(place)) + height) * scale;
    if (isRightToLeft())
        left = this->width() - left - width;
    return QRectF(left, (this->height() - height) / 2, width, height);
}

void StateDiagram::drawTransition(QPainter &painter, int from, int to, int count) const
{
    const QRectF start = box(from);
    const QRectF end = box(to);
    const bool goesRight = end.center().x() > start.center().x();
    const bool isForward = to > from;
    const qreal unit = fontMetrics().height();
    const qreal shift = isForward ? -unit * 0.22 : unit * 0.22; // there above, back below
    QPointF a;
    QPointF b;
    QPainterPath path;
    if (from == to) {
        a = { start.center().x() - unit / 2, start.top() };
        b = { start.center().x() + unit / 2, start.top() };
        path.moveTo(a);
        path.cubicTo(a - QPointF(0, unit * 0.7), b - QPointF(0, unit * 0.7), b);
    } else if (std::abs(to - from) == 1) {
        const qreal y = start.center().y() + shift;
        a = { goesRight ? start.right() : start.left(), y };
        b = { goesRight ? end.left() : end.right(), y };
        path.moveTo(a);
        path.lineTo(b);
    } else { // past those between
        const qreal side = isForward ? start.top() : start.bottom();
        const qreal reach = isForward ? -unit * 0.7 : unit * 0.7;
        a = { start.center().x(), side };
        b = { end.center().x(), side };
        path.moveTo(a);
        path.cubicTo(a + QPointF(0, reach), b + QPointF(0, reach), b);
    }
    painter.setPen(QPen(m_color, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    const QPointF direction = b - path.pointAtPercent(0.9);
    const qreal length = std::max(std::hypot(direction.x(), direction.y()), 0.1);
    const QPointF along = direction / length * unit * 0.35;
    const QPointF across(-along.y() * 0.6, along.x() * 0.6);
    painter.setBrush(m_color);
    painter.drawPolygon(QPolygonF { b, b - along + across, b - along - across });
    const QPointF middle = path.pointAtPercent(0.5);
    const QRectF text(middle.x() - unit * 2, isForward ? middle.y() - unit * 1.05 : middle.y() + unit * 0.05,
        unit * 4, unit);
    painter.drawText(text, Qt::AlignCenter, u"×%1"_s.arg(QLocale().toString(count)));
}

void StateDiagram::paintEvent(QPaintEvent *)
{
    if (m_states.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor base = palette().color(QPalette::Base);
    for (int i = 0; i < m_states.size(); ++i) {
        const QRectF shape = box(i).adjusted(0.5, 0.5, -0.5, -0.5);
        const bool isCurrent = i == m_shownState;
        painter.setPen(QPen(m_color, 1.2));
        painter.setBrush(isCurrent ? m_color : base);
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2);
        painter.setPen(isCurrent ? base : palette().color(QPalette::Text));
        painter.drawText(shape, Qt::AlignCenter,
            fontMetrics().elidedText(m_states[i], Qt::ElideRight, static_cast<int>(shape.width()) - 4));
    }
    for (const auto &[ends, count] : m_shownCounts)
        drawTransition(painter, ends.first, ends.second, count);
}

} // namespace AsyncWidgets
