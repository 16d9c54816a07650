// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// StageRow: the three things to do, numbered, in the order in which they teach.

#pragma once

#include "ui/controls/panel.h"

#include <vector>

QT_BEGIN_NAMESPACE
class QAbstractButton;
class QHBoxLayout;
class QVBoxLayout;
QT_END_NAMESPACE

namespace AsyncWidgets {

class PrimaryButton;
class StageSlider;
struct StageModels;

/// 1 Start all three, 2 Move the slider ten times, 3 Block the event loop 1 s. The one that comes next is lit, those before
/// it have a check mark.
class StageRow final : public Panel
{
    Q_OBJECT

public:
    explicit StageRow(StageModels &models, QWidget *parent = nullptr);

    [[nodiscard]] StageSlider &slider() const { return *m_slider; }
    [[nodiscard]] QAbstractButton &startAll() const;
    [[nodiscard]] QAbstractButton &block() const;
    /// The step that comes next, from 1 to 3; 4 when all three are done.
    [[nodiscard]] int step() const { return m_step; }
    void setStep(int step);
    /// The button of the step that comes next; that of the first where it has none.
    [[nodiscard]] QAbstractButton &nextButton() const;
    void setAnyRunning(bool isAny); ///< whether there is anything to cancel

public Q_SLOTS:
    void blockEventLoop(); ///< the contrast: blocks for a second, on purpose

Q_SIGNALS:
    void startAllRequested();
    void cancelAllRequested();
    /// The person has taken the slider.
    void sliderPressed();
    void blocked(); ///< the event loop was blocked, and is free again

private:
    class Number;
    QVBoxLayout *addStep(QHBoxLayout &row, int number, const QString &text, int stretch, QWidget *beside);

    StageSlider *m_slider;
    PrimaryButton *m_startAll;
    PrimaryButton *m_block;
    QAbstractButton *m_cancelAll;
    std::vector<Number *> m_numbers;
    int m_step = 0;
};

} // namespace AsyncWidgets
