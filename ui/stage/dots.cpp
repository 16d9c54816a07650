// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/dots.h"

#include <QtCore/QLocale>
#include <QtGui/QPainter>

namespace AsyncWidgets {

Dots::Dots(int total, QWidget *parent)
    : QWidget(parent)
    , m_total(total)
    , m_color(palette().color(QPalette::Text))
{
    setObjectName(QStringLiteral("dots"));
    setAccessibleName(tr("Changes"));
    setAccessibleDescription(text());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Dots::setColor(const QColor &color)
{
    m_color = color;
    update();
}

void Dots::setDone(int done)
{
    if (done == m_done)
        return;
    m_done = done;
    setAccessibleDescription(text());
    update();
}

QString Dots::text() const
{
    //: of the changes that a task waits for: %1 of %2 have arrived
    return tr("%1/%2").arg(QLocale().toString(m_done), QLocale().toString(m_total));
}

int Dots::step() const
{
    return fontMetrics().height() * 5 / 8;
}

int Dots::textWidth() const
{
    return fontMetrics().horizontalAdvance(
        tr("%1/%2").arg(QLocale().toString(m_total), QLocale().toString(m_total)));
}

QSize Dots::sizeHint() const
{
    return { m_total * step() + step() / 2 + textWidth(), fontMetrics().height() };
}

QSize Dots::minimumSizeHint() const
{
    return { textWidth(), fontMetrics().height() }; // where there is little room, the numbers say it
}

void Dots::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int numbers = textWidth();
    painter.setPen(m_color);
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, text());
    const int room = width() - numbers - step() / 2;
    if (room < m_total * step())
        return;
    const qreal size = step() * 0.68;
    for (int i = 0; i < m_total; ++i) {
        const qreal x
            = isRightToLeft() ? width() - room + (room - (i + 1) * step()) : room - (m_total - i) * step();
        const QRectF dot(x + (step() - size) / 2, (height() - size) / 2, size, size);
        painter.setPen(QPen(m_color, 1.2));
        painter.setBrush(i < m_done ? QBrush(m_color) : QBrush(Qt::NoBrush));
        painter.drawEllipse(dot);
    }
}

} // namespace AsyncWidgets
