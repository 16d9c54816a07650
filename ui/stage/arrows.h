// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Arrows: from the slider's handle to every line that it has resumed, for a moment.

#pragma once

#include <QtCore/QBasicTimer>
#include <QtCore/QPointer>
#include <QtGui/QColor>
#include <QtWidgets/QWidget>

#include <chrono>
#include <vector>

QT_BEGIN_NAMESPACE
class QPainterPath;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// Lies over the whole window and takes no events. Draws nothing where the desktop asks for no animations.
class Arrows final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds duration {
        600
    }; ///< from the first to the last that is seen of one

    explicit Arrows(QWidget *window);

    /// Draws an arrow between two points of the window.
    void add(const QPoint &from, const QPoint &to, const QColor &color);
    [[nodiscard]] int count() const
    {
        return static_cast<int>(m_arrows.size());
    } ///< that are seen at present

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    struct Arrow
    {
        QPoint from;
        QPoint to;
        QColor color;
        Clock::time_point begin;
    };

    [[nodiscard]] QPainterPath pathOf(const Arrow &arrow) const;
    [[nodiscard]] QRect areaOf(const Arrow &arrow) const;

    std::vector<Arrow> m_arrows;
    QBasicTimer m_frame;
};

} // namespace AsyncWidgets
