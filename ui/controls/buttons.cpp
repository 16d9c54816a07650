// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/controls/buttons.h"

#include "ui/theme/colors.h"

#include <QtCore/QEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>

#include <algorithm>

namespace AsyncWidgets {

void showOneOf(QWidget &shown, std::initializer_list<QWidget *> buttons)
{
    int width = 0;
    bool hadFocus = false;
    for (const QWidget *button : buttons) {
        width = std::max(width, button->minimumWidth());
        hadFocus = hadFocus || button->hasFocus();
    }
    shown.setMinimumWidth(width);
    shown.show();
    if (hadFocus)
        shown.setFocus();
    for (QWidget *button : buttons) {
        if (button != &shown)
            button->hide();
    }
}

void letShrink(QPushButton &button)
{
    const QFontMetrics metrics = button.fontMetrics();
    const int text = metrics.size(Qt::TextShowMnemonic, button.text()).width();
    button.setMinimumWidth(text + metrics.height());
    button.setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void enable(QWidget &button, bool isEnabled, QWidget &next)
{
    if (!isEnabled && button.hasFocus())
        next.setFocus();
    button.setEnabled(isEnabled);
}

PrimaryButton::PrimaryButton(const QString &text, QWidget *parent, Color color)
    : QPushButton(text, parent)
    , m_color(color)
{
    setAutoDefault(true);
    paintInColor();
}

void PrimaryButton::setNext(bool isNext)
{
    m_isNext = isNext;
    paintInColor();
}

void PrimaryButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintInColor();
}

void PrimaryButton::paintInColor()
{
    const QPalette around = parentWidget() ? parentWidget()->palette() : QGuiApplication::palette();
    const QColor button = around.color(QPalette::Button);
    const QColor color = m_color(around);
    // Styles paint a button paler than its colour: white letters need a deeper one.
    const bool isPale = around.color(QPalette::Base).lightness() > color.lightness();
    const QColor filled = isPale
        ? QColor::fromHsv(color.hsvHue(), std::min(255, color.hsvSaturation() * 4 / 3), color.value() * 5 / 6)
        : color;
    const QColor background = m_isNext ? filled : button;
    const QColor text = m_isNext ? around.color(QPalette::Base) : readable(color, button);
    if (testAttribute(Qt::WA_SetPalette) && palette().color(QPalette::Button) == background
        && palette().color(QPalette::ButtonText) == text)
        return;
    QPalette own; // of which only these colours are set: the others follow the window
    for (const QPalette::ColorGroup group : { QPalette::Active, QPalette::Inactive }) {
        own.setColor(group, QPalette::Button, background);
        own.setColor(group, QPalette::ButtonText, text);
    }
    setPalette(own);
}

QColor linkColor(const QPalette &palette)
{
    return readable(accentColor(palette), palette.color(QPalette::Window));
}

LinkButton::LinkButton(const QString &text, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

int LinkButton::padding() const
{
    return isCheckable() ? fontMetrics().height() / 3 : 0;
}

QSize LinkButton::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    return { metrics.size(Qt::TextShowMnemonic, text()).width() + 1 + 2 * padding(),
        metrics.height() + metrics.height() / 3 };
}

void LinkButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = linkColor(palette());
    QColor text = isEnabled() ? color : quietColor(palette());
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(rect(), padding() / 2.0, padding() / 2.0);
        text = palette().color(QPalette::Base);
    }
    QFont shown = font();
    shown.setUnderline(underMouse());
    painter.setFont(shown);
    painter.setPen(text);
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // of the text, whichever language it is in
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextShowMnemonic, this->text());
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(text, 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

} // namespace AsyncWidgets
