// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/controls/panel.h"

#include "ui/theme/colors.h"

#include <QtCore/QtMath>
#include <QtGui/QPaintEvent>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QAccessibleWidget>

#include <algorithm>

namespace AsyncWidgets {

namespace {

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *panel = qobject_cast<Panel *>(object);
    return panel ? new QAccessibleWidget(panel, QAccessible::Grouping) : nullptr;
}

} // namespace

Panel::Panel(QWidget *parent)
    : QWidget(parent)
{
    [[maybe_unused]] static const bool isInstalled = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
}

void Panel::setStrip(const QColor &color, Qt::Edge edge)
{
    m_strip = color;
    m_edge = edge;
    update();
}

void Panel::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const qreal radius = fontMetrics().height() / 3.0;
    // What is inside is painted anew all the time, the frame seldom.
    const int edge = qCeil(std::max(radius, 3.0));
    if (rect().adjusted(edge, edge, -edge, -edge).contains(event->rect())) {
        painter.fillRect(event->rect(), palette().color(QPalette::Base));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath shape;
    shape.addRoundedRect(frame, radius, radius);
    painter.fillPath(shape, palette().color(QPalette::Base));
    if (m_strip.isValid()) {
        const qreal thickness = std::max(3.0, fontMetrics().height() / 5.0);
        QRectF strip = frame;
        if (m_edge == Qt::TopEdge)
            strip.setHeight(thickness);
        else if ((m_edge == Qt::LeftEdge) != isRightToLeft())
            strip.setWidth(thickness);
        else
            strip.setLeft(frame.right() - thickness);
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(strip, m_strip);
        painter.restore();
    }
    painter.setPen(mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.16));
    painter.drawPath(shape);
}

} // namespace AsyncWidgets
