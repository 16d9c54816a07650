// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "plot.h"

#include <QtGui/QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

constexpr int width = 1000;
constexpr int margin = 24;
constexpr int barsLeft = 330;
constexpr int barsRight = width - 200;
constexpr int ratiosLeft = width - 90;
constexpr int lineHeight = 22;
constexpr int rowGap = 14;
constexpr int headHeight = 122;
constexpr double smallest = 0.1; // of the axis, which is logarithmic
constexpr double largest = 10'000;

const QColor ink(0x20, 0x24, 0x2a);
const QColor quiet(0x6a, 0x72, 0x7d);
const QColor grid(0xe3, 0xe6, 0xea);
const QColor good(0x2f, 0x7d, 0x6d);
const QColor bad(0xc2, 0x5b, 0x3f);
const QColor neutral(0x9a, 0xa5, 0xb1);

double xOf(double ratio)
{
    const double part = (std::log10(std::clamp(ratio, smallest, largest)) - std::log10(smallest))
        / (std::log10(largest) - std::log10(smallest));
    return barsLeft + part * (barsRight - barsLeft);
}

int heightOf(const std::vector<RowResult> &rows)
{
    int height = headHeight + margin;
    for (const RowResult &row : rows)
        height += lineHeight * static_cast<int>(row.results.size()) + rowGap;
    return height;
}

void drawText(QPainter &painter, int left, int right, int y, Qt::Alignment alignment, const QString &text)
{
    const QRect box(left, y, right - left, lineHeight);
    painter.drawText(box, static_cast<int>(alignment | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
}

void drawAxis(QPainter &painter, int height)
{
    for (double ratio = smallest; ratio <= largest * 1.01; ratio *= 10) {
        const bool isLimit = std::abs(ratio - 1) < 0.01;
        painter.setPen(QPen(isLimit ? quiet : grid, 1));
        painter.drawLine(QPointF(xOf(ratio), headHeight - 6), QPointF(xOf(ratio), height - margin));
        painter.setPen(quiet);
        painter.drawText(QRectF(xOf(ratio) - 60, headHeight - 28, 120, 20), static_cast<int>(Qt::AlignCenter),
            isLimit ? u"the limit"_s : u"%1x"_s.arg(ratio));
    }
}

void drawResult(QPainter &painter, const Result &result, const QString &unit, int y)
{
    const auto isReached = result.isReached();
    const double from = xOf(1);
    const double to = xOf(result.ratio.median);
    const QRectF bar(std::min(from, to), y + 5, std::max(1.0, std::abs(to - from)), lineHeight - 10);
    painter.fillRect(bar, !isReached ? neutral : *isReached ? good : bad);
    painter.setPen(QPen(ink, 1));
    painter.drawLine(QPointF(xOf(result.ratio.low), y + lineHeight / 2.0),
        QPointF(xOf(result.ratio.high), y + lineHeight / 2.0));
    if (isReached) {
        painter.setPen(QPen(ink, 2));
        painter.drawLine(QPointF(xOf(result.target), y + 2), QPointF(xOf(result.target), y + lineHeight - 2));
    }
    painter.setPen(ink);
    drawText(painter, margin + 16, barsLeft - 12, y, Qt::AlignLeft, result.name);
    drawText(painter, barsRight + 10, ratiosLeft, y, Qt::AlignRight, withUnit(result.value.median, unit));
    drawText(painter, ratiosLeft, width - margin, y, Qt::AlignRight, format(result.ratio.median) + u'x');
}

void drawLegend(QPainter &painter, int y)
{
    int x = margin;
    const auto add = [&](const QString &text, const QColor &color, int swatchWidth, int swatchHeight) {
        painter.fillRect(QRect(x, y + (lineHeight - swatchHeight) / 2, swatchWidth, swatchHeight), color);
        painter.setPen(quiet);
        painter.drawText(
            QRect(x + swatchWidth + 6, y, width, lineHeight), static_cast<int>(Qt::AlignVCenter), text);
        x += swatchWidth + 6 + painter.fontMetrics().horizontalAdvance(text) + 22;
    };
    add(u"keeps its target"_s, good, 22, 12);
    add(u"misses it"_s, bad, 22, 12);
    add(u"for comparison"_s, neutral, 22, 12);
    add(u"target"_s, ink, 2, 18);
    add(u"the middle half of the rounds"_s, ink, 22, 1);
}

} // namespace

QImage plot(const std::vector<RowResult> &rows, const QString &machine)
{
    constexpr int scale = 2;
    const int height = heightOf(rows);
    QImage image(width * scale, height * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = painter.font();
    font.setPixelSize(13);
    QFont bold = font;
    bold.setBold(true);

    painter.setFont(bold);
    painter.setPen(ink);
    drawText(painter, margin, width - margin, 16, Qt::AlignLeft,
        u"What it costs, as a multiple of the limit measured in the same run"_s);
    painter.setFont(font);
    painter.setPen(quiet);
    drawText(painter, margin, width - margin, 36, Qt::AlignLeft,
        machine + u". Medians; to the left of the limit is cheaper."_s);
    drawLegend(painter, 58);
    drawAxis(painter, height);

    int y = headHeight;
    for (const RowResult &row : rows) {
        const Result &limit = row.results.front();
        painter.setFont(bold);
        painter.setPen(ink);
        const int titleRight
            = std::min(width - margin, margin + painter.fontMetrics().horizontalAdvance(row.title) + 16);
        painter.fillRect(QRect(margin, y, titleRight - margin, lineHeight), Qt::white);
        drawText(painter, margin, titleRight, y, Qt::AlignLeft, row.title);
        painter.setFont(font);
        painter.setPen(quiet);
        drawText(painter, titleRight, width - margin, y, Qt::AlignRight,
            u"%1: %2"_s.arg(limit.name, withUnit(limit.value.median, row.unit)));
        y += lineHeight;
        for (std::size_t i = 1; i < row.results.size(); ++i) {
            drawResult(painter, row.results[i], row.unit, y);
            y += lineHeight;
        }
        y += rowGap;
    }
    return image;
}

} // namespace AsyncWidgets::Bench
