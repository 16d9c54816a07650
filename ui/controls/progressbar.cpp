// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/controls/progressbar.h"

#include <QtWidgets/QStyleOption>
#include <QtWidgets/QStylePainter>

#include <algorithm>
#include <utility>

namespace AsyncWidgets {

void ProgressBar::paintEvent(QPaintEvent *event)
{
    QStyleOptionProgressBar option;
    initStyleOption(&option);
    const QRect label = style()->subElementRect(QStyle::SE_ProgressBarLabel, &option, this);
    const QRect filled = style()->subElementRect(QStyle::SE_ProgressBarContents, &option, this);
    if (!isRightToLeft() || !label.intersects(filled)) { // or the style writes it beside the bar
        QProgressBar::paintEvent(event);
        return;
    }
    QStylePainter painter(this);
    const QString text = std::exchange(option.text, QString());
    painter.drawControl(QStyle::CE_ProgressBar, option);
    const double part = double(value() - minimum()) / std::max(maximum() - minimum(), 1);
    const int border = filled.right() + 1 - qRound(part * filled.width());
    for (const bool isFilled : { false, true }) {
        painter.setClipRect(isFilled ? label.adjusted(border - label.left(), 0, 0, 0)
                                     : QRect(label.topLeft(), QPoint(border - 1, label.bottom())));
        painter.setPen(palette().color(isFilled ? QPalette::HighlightedText : QPalette::Text));
        painter.drawText(label, Qt::AlignCenter, text);
    }
}

} // namespace AsyncWidgets
