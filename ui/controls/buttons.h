// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The window's buttons, and how they come and go without the keyboard's focus jumping elsewhere.

#pragma once

#include "ui/theme/colors.h"

#include <QtWidgets/QPushButton>

#include <initializer_list>

namespace AsyncWidgets {

/// Shows \a shown and hides the other \a buttons, which take turns in one place and are equally wide. If one that is
/// hidden has the focus, \a shown gets it.
void showOneOf(QWidget &shown, std::initializer_list<QWidget *> buttons);

/// Where there is little room, \a button may be narrower than its style asks for, but not than its text.
void letShrink(QPushButton &button);

/// Enables or disables \a button. If it has the focus and is disabled, \a next gets the focus.
void enable(QWidget &button, bool isEnabled, QWidget &next);

/// The button that does what comes next: it is filled with its colour. While something else comes next, only its text has
/// that colour.
class PrimaryButton final : public QPushButton
{
    Q_OBJECT

public:
    using Color = QColor (*)(const QPalette &palette);

    explicit PrimaryButton(const QString &text, QWidget *parent = nullptr, Color color = accentColor);
    void setNext(bool isNext); ///< whether it comes next, true at first

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintInColor();

    Color m_color;
    bool m_isNext = true;
};

/// A button that reads as a link: for what is not among the next things to do. Its text stands at its very edges, in line
/// with what is above and below; only one that can be checked has room around it.
class LinkButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit LinkButton(const QString &text, QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int padding() const;
};

/// The colour of a link on \a palette's Base and Window.
[[nodiscard]] QColor linkColor(const QPalette &palette);

} // namespace AsyncWidgets
