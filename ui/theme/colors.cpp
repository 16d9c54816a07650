// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/theme/colors.h"

#include "ui/cards/cards.h"

#include <QtCore/QHash>
#include <QtGui/QPalette>

#include <algorithm>
#include <cmath>
#include <utility>

namespace AsyncWidgets {

namespace {

double luminance(const QColor &color)
{
    const auto linear
        = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

bool isDarkColor(const QColor &color)
{
    return contrast(color, Qt::black) < contrast(color, Qt::white);
}

int distance(int hue, int other)
{
    const int apart = std::abs(hue - other) % 360;
    return std::min(apart, 360 - apart);
}

/// Whether a card's colour looks like that.
bool isTaken(int hue)
{
    const auto &cards = allCards();
    return std::any_of(
        cards.begin(), cards.end(), [hue](const CardInfo &card) { return distance(card.hue, hue) < 30; });
}

QColor text(const QColor &color, const QPalette &palette)
{
    return readable(color, palette.color(QPalette::Base));
}

} // namespace

double contrast(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({ luminance(a), luminance(b) });
    return (lighter + 0.05) / (darker + 0.05);
}

QColor mixed(const QColor &a, const QColor &b, double part)
{
    const auto mix
        = [part](float one, float other) { return static_cast<float>(one * (1 - part) + other * part); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

QColor tint(const QColor &color, const QColor &base, double part)
{
    if (!isDarkColor(base))
        return mixed(base, color, part);
    const QColor deep = QColor::fromHslF(std::max(color.hslHueF(), 0.0F), 0.85F, 0.45F).toRgb();
    return mixed(base, deep, std::min(2 * part, 0.5));
}

QColor readable(const QColor &color, const QColor &background, double least)
{
    // Towards whichever end is farther from the background: the other may not have enough to give. Only the lightness
    // changes, so that red stays red.
    const bool isDarker = contrast(background, Qt::black) > contrast(background, Qt::white);
    const float end = isDarker ? 0 : 1;
    const float lightness = color.lightnessF();
    constexpr int steps = 64;
    for (int step = 0; step < steps; ++step) {
        const float tried = lightness + (end - lightness) * static_cast<float>(step) / steps;
        const QColor found
            = QColor::fromHslF(std::max(color.hslHueF(), 0.0F), color.hslSaturationF(), tried).toRgb();
        if (contrast(found, background) >= least)
            return found;
    }
    return isDarker ? Qt::black : Qt::white;
}

QColor hueColor(int hue, const QPalette &palette)
{
    // Looked for once: each line that is printed and each bar that is painted asks for it.
    static QHash<std::pair<int, QRgb>, QColor> known;
    const QColor base = palette.color(QPalette::Base);
    QColor &color = known[{ hue, base.rgb() }];
    if (color.isValid())
        return color;
    // It is read on its own pale shade too, where a line is lit.
    for (double least = textContrast; least < 12; least += 0.25) {
        color = readable(QColor::fromHsl(hue, isDarkColor(base) ? 210 : 150, 105), base, least);
        if (contrast(color, tint(color, base, litPart)) >= textContrast)
            break;
    }
    return color;
}

QColor textColor(const QPalette &palette)
{
    return palette.color(QPalette::Text);
}

QColor quietColor(const QPalette &palette)
{
    const QColor between = mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.6);
    return readable(text(between, palette), palette.color(QPalette::Window));
}

QColor accentColor(const QPalette &palette)
{
    return text(palette.color(QPalette::Active, QPalette::Highlight), palette);
}

QColor alarmColor(const QPalette &palette)
{
    return readable(text(QColor(0xc6, 0x28, 0x28), palette), palette.color(QPalette::Window));
}

QColor calmColor(const QPalette &palette)
{
    return text(QColor(0x1f, 0x8a, 0x4c), palette);
}

QColor outlineColor(const QPalette &palette)
{
    const QColor between = mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.35);
    return readable(between, palette.color(QPalette::Base), controlContrast);
}

QColor taskColor(const QString &name, const QPalette &palette)
{
    if (const CardInfo *card = cardOfTask(name))
        return hueColor(card->hue, palette);
    uint sum = 0; // not qHash(), which differs from run to run
    for (const QChar letter : name)
        sum = sum * 31 + letter.unicode();
    int hue = static_cast<int>(sum % 360);
    for (int tried = 0; isTaken(hue) && tried < 360; ++tried)
        hue = (hue + 1) % 360;
    return hueColor(hue, palette);
}

} // namespace AsyncWidgets
