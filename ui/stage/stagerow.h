// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// StageRow: the three things to do, numbered, in the order in which they teach.

#pragma once

#include "ui/controls/panel.h"

QT_BEGIN_NAMESPACE
class QAbstractButton;
class QHBoxLayout;
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace AsyncWidgets {

class StageSlider;
struct StageModels;

/// 1 Start all three, 2 Move the slider ten times, 3 Block the event loop 1 s.
class StageRow final : public Panel
{
    Q_OBJECT

public:
    explicit StageRow(StageModels &models, QWidget *parent = nullptr);

    [[nodiscard]] StageSlider &slider() const { return *m_slider; }
    [[nodiscard]] QAbstractButton &startAll() const { return *m_startAll; }
    [[nodiscard]] QAbstractButton &block() const { return *m_block; }
    void setAnyRunning(bool isAny); ///< whether there is anything to cancel

public Q_SLOTS:
    void blockEventLoop(); ///< the contrast: blocks for a second, on purpose

Q_SIGNALS:
    void startAllRequested();
    void cancelAllRequested();
    /// The person has taken the slider.
    void sliderPressed();
    void blocked(); ///< the event loop was blocked, and is free again

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintBlock();
    QVBoxLayout *addStep(QHBoxLayout &row, int number, const QString &text, int stretch, QWidget *beside);

    StageSlider *m_slider;
    QAbstractButton *m_startAll;
    QAbstractButton *m_block;
    QAbstractButton *m_cancelAll;
};

} // namespace AsyncWidgets
