// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/stageslider.h"

#include "models/intslider.h"
#include "ui/bindings/bindings.h"
#include "ui/controls/labels.h"
#include "ui/theme/colors.h"

#include <QtCore/QLocale>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

StageSlider::StageSlider(IntSlider &model, QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
    , m_model(model)
{
    setObjectName(u"slider"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTickPosition(QSlider::TicksBelow);
    bind(model, *this);
    setPageStep(model.step()); // a press of Page Up is one change, as every gesture is
}

void StageSlider::setNext(bool isNext)
{
    m_isNext = isNext;
    update();
}

int StageSlider::radius() const
{
    return fontMetrics().height() * 5 / 8;
}

int StageSlider::bubbleHeight() const
{
    return fontMetrics().height() * 3 / 2;
}

QSize StageSlider::sizeHint() const
{
    return { fontMetrics().averageCharWidth() * 60,
        bubbleHeight() + 2 * radius() + fontMetrics().height() / 2 };
}

QSize StageSlider::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 20, sizeHint().height() };
}

/// The track, from the handle's centre at one end to that at the other.
QRect StageSlider::groove() const
{
    const int side = std::max(radius() + 2, fontMetrics().horizontalAdvance(u"00000"_s) / 2 + 2);
    return QRect(side, bubbleHeight() + radius() - 2, width() - 2 * side, 5);
}

int StageSlider::xOf(int value) const
{
    const QRect track = groove();
    const int along = QStyle::sliderPositionFromValue(minimum(), maximum(), value, track.width(),
        (layoutDirection() == Qt::RightToLeft) != invertedAppearance());
    return track.left() + along;
}

int StageSlider::valueAt(int x) const
{
    const QRect track = groove();
    const int value = QStyle::sliderValueFromPosition(minimum(), maximum(), x - track.left(), track.width(),
        (layoutDirection() == Qt::RightToLeft) != invertedAppearance());
    const int step = singleStep();
    const int nearest = minimum() + (value - minimum() + step / 2) / step * step;
    return std::min(nearest, maximum());
}

QPoint StageSlider::handleCenter() const
{
    return { xOf(sliderPosition()), groove().center().y() };
}

void StageSlider::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor base = palette().color(QPalette::Base);
    const QColor accent = isEnabled() ? accentColor(palette()) : quietColor(palette());
    const QRect track = groove();
    const QPoint handle = handleCenter();

    painter.setPen(Qt::NoPen);
    painter.setBrush(outlineColor(palette()));
    painter.drawRoundedRect(track, 2.5, 2.5);
    QRect done = track;
    if (isRightToLeft())
        done.setLeft(handle.x());
    else
        done.setRight(handle.x());
    painter.setBrush(accent);
    painter.drawRoundedRect(done, 2.5, 2.5);
    painter.setPen(outlineColor(palette()));
    const int tickTop = track.bottom() + radius() / 2 + 2;
    const int steps = (maximum() - minimum()) / std::max(singleStep(), 1);
    for (int i = 0; steps <= 100 && i <= steps; ++i) {
        const int x = xOf(minimum() + i * singleStep());
        painter.drawLine(x, tickTop, x, tickTop + radius() / 2);
    }

    if (m_isNext) {
        painter.setPen(QPen(accent, std::max(1.5, radius() / 6.0)));
        painter.setBrush(tint(accent, base, 0.3));
        painter.drawEllipse(QPointF(handle), radius() * 1.45, radius() * 1.45);
    }
    painter.setPen(QPen(accent, std::max(2.0, radius() / 4.0)));
    painter.setBrush(base);
    painter.drawEllipse(QPointF(handle), radius() - 1.0, radius() - 1.0);
    if (hasFocus()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(accent);
        painter.drawEllipse(QPointF(handle), radius() / 2.5, radius() / 2.5);
    }

    painter.setFont(boldFont(font()));
    const QString text = QLocale().toString(value());
    const int width = painter.fontMetrics().horizontalAdvance(text) + fontMetrics().height();
    const QRectF bubble(handle.x() - width / 2.0, 0, width, bubbleHeight() - 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(accent);
    painter.drawRoundedRect(bubble, 3, 3);
    painter.setPen(base);
    painter.drawText(bubble, Qt::AlignCenter, text);
}

void StageSlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    // The handle goes to where the track is pressed, at once; the handle itself stays under the pointer.
    const int away = event->position().toPoint().x() - handleCenter().x();
    m_grabOffset = std::abs(away) <= radius() ? away : 0;
    setSliderDown(true);
    setSliderPosition(valueAt(event->position().toPoint().x() - m_grabOffset));
    event->accept();
}

void StageSlider::mouseMoveEvent(QMouseEvent *event)
{
    if (!isSliderDown()) {
        event->ignore();
        return;
    }
    // A fast hand skips places: each step on the way is a change of its own, as a slow one would make it.
    const int aim = valueAt(event->position().toPoint().x() - m_grabOffset);
    const int step = singleStep();
    for (int left = (maximum() - minimum()) / step + 1; left > 0 && sliderPosition() != aim; --left) {
        const int done = (sliderPosition() - minimum()) / step; // a program may have put it between two steps
        const bool isBetween = minimum() + done * step != sliderPosition();
        const int next = aim > sliderPosition() ? minimum() + (done + 1) * step
                                                : minimum() + (isBetween ? done : done - 1) * step;
        setSliderPosition(aim > sliderPosition() ? std::min(next, aim) : std::max(next, aim));
    }
    event->accept();
}

void StageSlider::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !isSliderDown()) {
        event->ignore();
        return;
    }
    setSliderDown(false);
    event->accept();
}

void StageSlider::sliderChange(SliderChange change)
{
    QSlider::sliderChange(change);
    update(); // the bubble is wider than what QSlider paints anew
}

} // namespace AsyncWidgets
