// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/theme/theme.h"

#include "ui/theme/colors.h"

#include <QtGui/QPalette>
#include <QtGui/QStyleHints>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>

namespace AsyncWidgets {

namespace {

/// A quiet palette around a background, a surface and a text colour, with one accent.
QPalette palette(const QColor &window, const QColor &base, const QColor &text, const QColor &accent)
{
    QPalette colors(text, mixed(window, text, 0.08), mixed(window, Qt::white, 0.3),
        mixed(window, Qt::black, 0.5), mixed(window, Qt::black, 0.25), text, Qt::white, base, window);
    colors.setColor(QPalette::AlternateBase, mixed(base, window, 0.5));
    colors.setColor(QPalette::Highlight, accent);
    colors.setColor(QPalette::HighlightedText, Qt::white);
    colors.setColor(QPalette::Link, accent);
    colors.setColor(QPalette::ToolTipBase, base);
    colors.setColor(QPalette::ToolTipText, text);
    colors.setColor(QPalette::PlaceholderText, mixed(base, text, 0.5));
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        colors.setColor(QPalette::Disabled, role, mixed(window, text, 0.45));
    colors.setColor(QPalette::Disabled, QPalette::Highlight, mixed(window, text, 0.3));
    return colors;
}

/// Asks the desktop for its colours in that theme, or in its own choice again. \returns whether it has them: only newer
/// versions of Qt can ask, and not every desktop can do it.
bool askDesktopFor([[maybe_unused]] Theme theme)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QStyleHints *hints = QGuiApplication::styleHints();
    if (theme == Theme::System) {
        hints->unsetColorScheme();
        return true;
    }
    const Qt::ColorScheme scheme = theme == Theme::Dark ? Qt::ColorScheme::Dark : Qt::ColorScheme::Light;
    hints->setColorScheme(scheme);
    return hints->colorScheme() == scheme;
#else
    return false;
#endif
}

} // namespace

void applyTheme(Theme theme)
{
    if (askDesktopFor(theme)) {
        QApplication::setPalette(QPalette()); // none of ours
        return;
    }
    const QColor accent(0x2d, 0x7d, 0xd2);
    switch (theme) {
    case Theme::System:
        QApplication::setPalette(QApplication::style()->standardPalette());
        break;
    case Theme::Light:
        QApplication::setPalette(
            palette(QColor(0xf0, 0xf1, 0xf3), Qt::white, QColor(0x1e, 0x22, 0x27), accent));
        break;
    case Theme::Dark:
        QApplication::setPalette(
            palette(QColor(0x27, 0x2a, 0x2f), QColor(0x33, 0x37, 0x3e), QColor(0xe6, 0xe8, 0xeb), accent));
        break;
    }
}

bool isDark()
{
    const QPalette colors = QGuiApplication::palette();
    return colors.color(QPalette::WindowText).lightness() > colors.color(QPalette::Window).lightness();
}

} // namespace AsyncWidgets
