// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The colours that the palette does not have: one for each card, the same in every part of the window.
/// All are made from the palette at hand, so that each can be read on it, whether it is light or dark.

#pragma once

#include <QtGui/QColor>

QT_BEGIN_NAMESPACE
class QPalette;
QT_END_NAMESPACE

namespace AsyncWidgets {

inline constexpr double textContrast = 4.5; ///< what text must have at least, by WCAG 2
inline constexpr double controlContrast = 3.0; ///< what outlines, arrows and marks must have

inline constexpr double litPart = 0.16; ///< of a card's colour in the background of a line that is lit

/// The contrast of two opaque colours by WCAG 2, from 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);
/// \a color, made darker or lighter, in its hue, until its contrast to \a background is at least \a least.
[[nodiscard]] QColor readable(const QColor &color, const QColor &background, double least = textContrast);
/// \a part (0 to 1) of \a b in \a a.
[[nodiscard]] QColor mixed(const QColor &a, const QColor &b, double part);

/// A pale shade of \a color on \a base, for what lies behind text and for bars. On a dark base it is a deeper colour, of
/// which there is more: a light one would only make it grey.
[[nodiscard]] QColor tint(const QColor &color, const QColor &base, double part);

/// The colour of a hue (0 to 359): text in it is readable on the palette's Base, and the Base's colour on it.
[[nodiscard]] QColor hueColor(int hue, const QPalette &palette);
/// The palette's own, for text.
[[nodiscard]] QColor textColor(const QPalette &palette);
/// For what matters less: readable all the same, on Base and on Window.
[[nodiscard]] QColor quietColor(const QPalette &palette);
/// The one accent: the palette's Highlight, as far as it is readable.
[[nodiscard]] QColor accentColor(const QPalette &palette);
/// For what is wrong, such as an event loop that is blocked.
[[nodiscard]] QColor alarmColor(const QPalette &palette);
/// For what is well, such as an event loop that is in time.
[[nodiscard]] QColor calmColor(const QPalette &palette);
/// Around a control, or the line of a drawing.
[[nodiscard]] QColor outlineColor(const QPalette &palette);

/// The colour of the task of that name: its card's, or one by its letters, which is no card's.
[[nodiscard]] QColor taskColor(const QString &name, const QPalette &palette);

} // namespace AsyncWidgets
