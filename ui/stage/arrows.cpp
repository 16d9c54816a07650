// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/arrows.h"

#include <QtCore/QEvent>
#include <QtCore/QTimerEvent>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QStyle>

#include <algorithm>
#include <cmath>

namespace AsyncWidgets {

namespace {

constexpr int frame = 16; // ms
constexpr qreal penWidth = 2.2;
constexpr qreal headLength = 9;
constexpr std::size_t mostArrows = 24; // a burst looks the same with more

} // namespace

Arrows::Arrows(QWidget *window)
    : QWidget(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    window->installEventFilter(this);
    setGeometry(window->rect());
}

void Arrows::add(const QPoint &from, const QPoint &to, const QColor &color)
{
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0)
        return; // the desktop asks for less motion
    const auto same = [&](const Arrow &arrow) { return arrow.to == to && arrow.color == color; };
    for (const Arrow &arrow : m_arrows) {
        if (same(arrow))
            update(areaOf(arrow));
    }
    std::erase_if(m_arrows, same); // the newer one begins anew
    if (m_arrows.size() >= mostArrows)
        m_arrows.erase(m_arrows.begin());
    m_arrows.push_back({ from, to, color, Clock::now() });
    raise();
    update(areaOf(m_arrows.back()));
    if (!m_frame.isActive())
        m_frame.start(frame, Qt::PreciseTimer, this);
}

QPainterPath Arrows::pathOf(const Arrow &arrow) const
{
    // Down from the handle, then along into the line, as a thread would hang.
    const qreal drop = (arrow.to.y() - arrow.from.y()) * 0.55;
    const qreal side = arrow.to.x() > arrow.from.x() ? -1 : 1;
    const qreal reach = std::min(std::abs(arrow.to.x() - arrow.from.x()) * 0.35, 60.0) + 26;
    QPainterPath path(arrow.from);
    path.cubicTo(arrow.from + QPointF(0, drop), arrow.to + QPointF(side * reach, -drop * 0.5), arrow.to);
    return path;
}

QRect Arrows::areaOf(const Arrow &arrow) const
{
    const int room = static_cast<int>(headLength + penWidth) + 1;
    return pathOf(arrow).boundingRect().toAlignedRect().adjusted(-room, -room, room, room);
}

void Arrows::paintEvent(QPaintEvent *)
{
    if (m_arrows.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto now = Clock::now();
    for (const Arrow &arrow : m_arrows) {
        const double age
            = std::chrono::duration<double>(now - arrow.begin) / std::chrono::duration<double>(duration);
        if (age >= 1)
            continue;
        const QPainterPath path = pathOf(arrow);
        painter.setOpacity(age < 0.5 ? 1.0 : 2.0 * (1.0 - age)); // first to be seen, then to be gone
        painter.setPen(QPen(arrow.color, penWidth, Qt::SolidLine, Qt::RoundCap));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        const QPointF direction = path.pointAtPercent(1) - path.pointAtPercent(0.93);
        const qreal length = std::max(std::hypot(direction.x(), direction.y()), 0.1);
        const QPointF along = direction / length * headLength;
        const QPointF across(-along.y() * 0.45, along.x() * 0.45);
        painter.setPen(Qt::NoPen);
        painter.setBrush(arrow.color);
        painter.drawPolygon(QPolygonF { arrow.to, arrow.to - along + across, arrow.to - along - across });
    }
}

void Arrows::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_frame.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    for (const Arrow &arrow : m_arrows)
        update(areaOf(arrow));
    const auto now = Clock::now();
    std::erase_if(m_arrows, [now](const Arrow &arrow) { return now - arrow.begin >= duration; });
    if (m_arrows.empty())
        m_frame.stop();
}

bool Arrows::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace AsyncWidgets
