// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/controls/labels.h"

#include "ui/theme/colors.h"

#include <QtCore/QEvent>
#include <QtGui/QFontDatabase>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

#include <utility>

namespace AsyncWidgets {

ColoredLabel::ColoredLabel(Color color, QWidget *parent)
    : QLabel(parent)
    , m_color(std::move(color))
{
    setTextFormat(Qt::PlainText);
    paintInColor();
}

void ColoredLabel::setColor(Color color)
{
    m_color = std::move(color);
    paintInColor();
}

void ColoredLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintInColor();
}

void ColoredLabel::paintInColor()
{
    const QColor color = m_color(palette());
    if (palette().color(QPalette::WindowText) == color)
        return;
    QPalette own; // of which only this one colour is set: the others follow the window
    own.setColor(QPalette::WindowText, color);
    setPalette(own);
}

QuietLabel::QuietLabel(const QString &text, QWidget *parent)
    : ColoredLabel(quietColor, parent)
{
    setText(text);
}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent)
    : QuietLabel(text, parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_elideMode = mode;
    update();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 4, QuietLabel::minimumSizeHint().height() };
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    if (m_elideMode == Qt::ElideNone && width() < fontMetrics().horizontalAdvance(text()))
        return;
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QString shown = fontMetrics().elidedText(text(), m_elideMode, width());
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // of the text, whichever language it is in
    const auto place = QStyle::visualAlignment(layoutDirection(), alignment()) | Qt::AlignAbsolute;
    painter.drawText(rect(), static_cast<int>(place), shown);
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const bool fits = fontMetrics().horizontalAdvance(text()) <= width();
        setToolTip(fits ? QString() : text());
    }
    return QuietLabel::event(event);
}

QFont largeFont(const QFont &font)
{
    QFont large = boldFont(font);
    large.setPointSizeF(font.pointSizeF() * 1.4);
    return large;
}

QFont smallFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.85);
    return small;
}

QFont boldFont(QFont font)
{
    font.setBold(true);
    return font;
}

QFont codeFont(const QFont &font)
{
    QFont code = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    code.setPointSizeF(font.pointSizeF());
    return code;
}

} // namespace AsyncWidgets
