// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Dots: how many of a task's changes have arrived.

#pragma once

#include <QtGui/QColor>
#include <QtWidgets/QWidget>

namespace AsyncWidgets {

/// A row of dots, the first of which are full, and the same in numbers: "7/10".
class Dots final : public QWidget
{
    Q_OBJECT

public:
    explicit Dots(int total, QWidget *parent = nullptr);

    void setColor(const QColor &color);
    void setDone(int done);
    [[nodiscard]] int done() const { return m_done; }
    [[nodiscard]] QString text() const; ///< "7/10"

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int step() const; ///< from one dot to the next
    [[nodiscard]] int textWidth() const;

    const int m_total;
    int m_done = 0;
    QColor m_color;
};

} // namespace AsyncWidgets
