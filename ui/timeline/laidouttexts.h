// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// LaidOutTexts: texts that are painted in frame after frame.

#pragma once

#include <QtCore/QCache>
#include <QtGui/QFont>
#include <QtGui/QStaticText>

#include <limits>
#include <utility>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// Texts of one font, each laid out once: that was most of a frame of the timeline ("timeline" in the benchmark).
class LaidOutTexts final
{
public:
    static constexpr int any = std::numeric_limits<int>::max(); ///< of widths

    void setFont(const QFont &font); ///< forgets all if it is another one
    [[nodiscard]] const QFont &font() const { return m_font; }

    /// As wide as \a width at most: what is longer is cut at its end. Valid until the next call.
    [[nodiscard]] const QStaticText &of(const QString &text, int width = any);
    [[nodiscard]] double width(const QString &text) { return of(text).size().width(); }
    /// Paints it into \a place, in the painter's pen; \a alignment is meant as it is, in every language.
    void paint(QPainter &painter, const QRect &place, Qt::Alignment alignment, const QString &text);

private:
    using Key = std::pair<QString, int>; // a text, and how wide it may be
    const QStaticText &laidOut(const Key &key);

    QFont m_font;
    QCache<Key, QStaticText> m_texts { 500 };
};

} // namespace AsyncWidgets
