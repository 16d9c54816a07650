// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// StageSlider: the one large slider, with its value over the handle.

#pragma once

#include <QtWidgets/QSlider>

namespace AsyncWidgets {

class IntSlider;

/// Moves in the steps of its model, by whichever gesture: one gesture is one change, and a pull across the track is as
/// many as there are steps. Between them only the program can put it. The wheel moves it only while it has the focus.
class StageSlider final : public QSlider
{
    Q_OBJECT

public:
    explicit StageSlider(IntSlider &model, QWidget *parent = nullptr);

    [[nodiscard]] QPoint handleCenter() const;
    void setNext(bool isNext); ///< whether moving it comes next: it then has a ring around its handle
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void sliderChange(SliderChange change) override;

private:
    [[nodiscard]] int radius() const; ///< of the handle
    [[nodiscard]] QRect groove() const;
    [[nodiscard]] int xOf(int value) const;
    [[nodiscard]] int valueAt(int x) const;
    [[nodiscard]] int bubbleHeight() const;

    const IntSlider &m_model;
    bool m_isNext = false;
    int m_grabOffset = 0; // from the handle's centre to where it was grabbed
};

} // namespace AsyncWidgets
