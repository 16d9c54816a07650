// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Labels that follow the palette, and one that shortens its text where there is no room for it.

#pragma once

#include <QtGui/QColor>
#include <QtWidgets/QLabel>

#include <functional>

namespace AsyncWidgets {

/// A label in a colour that is made from the palette, anew whenever that changes.
class ColoredLabel : public QLabel
{
    Q_OBJECT

public:
    using Color = std::function<QColor(const QPalette &)>;

    explicit ColoredLabel(Color color, QWidget *parent = nullptr);
    void setColor(Color color);

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintInColor();

    Color m_color;
};

/// What matters less than the rest.
class QuietLabel : public ColoredLabel
{
    Q_OBJECT

public:
    explicit QuietLabel(const QString &text, QWidget *parent = nullptr);
};

/// Shows as much of its text as fits, and all of it in the tooltip. Plain text.
class ElidedLabel final : public QuietLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text, QWidget *parent = nullptr);

    /// Where the text is shortened, at its end at first. With Qt::ElideNone it is shown as a whole or not at all.
    void setElideMode(Qt::TextElideMode mode);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    Qt::TextElideMode m_elideMode = Qt::ElideRight;
};

/// The window has three sizes of text: this is the large one.
[[nodiscard]] QFont largeFont(const QFont &font);
/// And this is the small one, for what stands at an axis.
[[nodiscard]] QFont smallFont(const QFont &font);
[[nodiscard]] QFont boldFont(QFont font);
/// For code and for what is printed, in the size of \a font.
[[nodiscard]] QFont codeFont(const QFont &font);

} // namespace AsyncWidgets
