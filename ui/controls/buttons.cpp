// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/controls/buttons.h"

#include "ui/theme/colors.h"

#include <QtCore/QEvent>
#include <QtGui/QGuiApplication>

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

PrimaryButton::PrimaryButton(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    setAutoDefault(true);
    paintInAccent();
}

void PrimaryButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintInAccent();
}

void PrimaryButton::paintInAccent()
{
    const QPalette around = parentWidget() ? parentWidget()->palette() : QGuiApplication::palette();
    if (palette().color(QPalette::Button) == accentColor(around) && testAttribute(Qt::WA_SetPalette))
        return;
    QPalette own; // of which only these colours are set: the others follow the window
    for (const QPalette::ColorGroup group : { QPalette::Active, QPalette::Inactive }) {
        own.setColor(group, QPalette::Button, accentColor(around));
        own.setColor(group, QPalette::ButtonText, around.color(QPalette::Base));
    }
    setPalette(own);
}

} // namespace AsyncWidgets
