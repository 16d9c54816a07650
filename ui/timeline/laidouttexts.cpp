// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/laidouttexts.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace AsyncWidgets {

void LaidOutTexts::setFont(const QFont &font)
{
    if (font == m_font)
        return;
    m_font = font;
    m_texts.clear();
}

const QStaticText &LaidOutTexts::of(const QString &text, int width)
{
    const QStaticText &whole = laidOut({ text, any });
    return whole.size().width() <= width ? whole : laidOut({ text, width });
}

const QStaticText &LaidOutTexts::laidOut(const Key &key)
{
    if (const QStaticText *known = m_texts.object(key))
        return *known;
    auto *made = new QStaticText(key.second == any
            ? key.first
            : QFontMetrics(m_font).elidedText(key.first, Qt::ElideRight, key.second));
    made->setTextFormat(Qt::PlainText);
    made->prepare({}, m_font);
    m_texts.insert(key, made);
    return *made;
}

void LaidOutTexts::paint(QPainter &painter, const QRect &place, Qt::Alignment alignment, const QString &text)
{
    const QStaticText &laidOut = of(text, place.width());
    painter.setFont(m_font);
    painter.drawStaticText(
        QStyle::alignedRect(Qt::LeftToRight, alignment, laidOut.size().toSize(), place).topLeft(), laidOut);
}

} // namespace AsyncWidgets
