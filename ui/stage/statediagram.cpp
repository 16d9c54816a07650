// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/statediagram.h"

#include <asyncwidgets/statemachine.h>

#include <QtGui/QPainter>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

StateDiagram::StateDiagram(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("States"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StateDiagram::setMachine(StateMachine *machine)
{
    if (m_machine)
        m_machine->disconnect(this);
    m_machine = machine;
    m_states.clear();
    m_current = -1;
    if (machine) {
        const QMetaEnum states = machine->states();
        for (int i = 0; i < states.keyCount(); ++i)
            m_states.append(QString::fromLatin1(states.key(i)));
        connect(machine, &StateMachine::stateChanged, this, &StateDiagram::readState);
        readState();
    }
    updateGeometry();
    update();
}

void StateDiagram::readState()
{
    const QMetaEnum states = m_machine->states();
    m_current = static_cast<int>(
        m_states.indexOf(QString::fromLatin1(states.valueToKey(m_machine->currentState()))));
    setAccessibleDescription(m_states.value(m_current));
    update();
}

QSize StateDiagram::sizeHint() const
{
    return { 320, fontMetrics().height() * 3 };
}

QSize StateDiagram::minimumSizeHint() const
{
    return { 160, fontMetrics().height() * 3 };
}

void StateDiagram::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_states.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter, tr("Start the state machine to see its states."));
        return;
    }
    const auto count = static_cast<int>(m_states.size());
    const qreal gap = fontMetrics().height() * 1.5;
    const qreal height = fontMetrics().height() * 1.8;
    const qreal width = (this->width() - gap * (count + 1)) / count;
    const qreal top = (this->height() - height) / 2;
    for (int i = 0; i < count; ++i) {
        const int place = isRightToLeft() ? count - 1 - i : i;
        const QRectF box(gap + place * (width + gap), top, width, height);
        const bool isCurrent = i == m_current;
        painter.setPen(
            QPen(palette().color(isCurrent ? QPalette::Highlight : QPalette::Mid), isCurrent ? 2 : 1));
        painter.setBrush(palette().color(isCurrent ? QPalette::Highlight : QPalette::Base));
        painter.drawRoundedRect(box, height / 3, height / 3);
        painter.setPen(palette().color(isCurrent ? QPalette::HighlightedText : QPalette::Text));
        const QString text
            = fontMetrics().elidedText(m_states[i], Qt::ElideRight, static_cast<int>(width) - 8);
        painter.drawText(box, Qt::AlignCenter, text);
        if (i > 0) { // from the state before
            painter.setPen(QPen(palette().color(QPalette::Mid), 1));
            const qreal y = top + height / 2;
            const bool isMirrored = isRightToLeft();
            const qreal from = isMirrored ? box.right() + gap - 3 : box.left() - gap + 3;
            const qreal to = isMirrored ? box.right() + 3 : box.left() - 3;
            const qreal back = isMirrored ? 5 : -5;
            painter.drawLine(QPointF(from, y), QPointF(to, y));
            painter.drawLine(QPointF(to + back, y - 4), QPointF(to, y));
            painter.drawLine(QPointF(to + back, y + 4), QPointF(to, y));
        }
    }
}

} // namespace AsyncWidgets
