// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Update in the background": a thread moves the progress bar.

#pragma once

#include "models/floatprogress.h"
#include "models/output.h"
#include "scenarios/progressworker.h"
#include "ui/cards/card.h"

#include <asyncwidgets/taskscope.h>

QT_BEGIN_NAMESPACE
class QProgressBar;
class QPushButton;
class QSpinBox;
QT_END_NAMESPACE

namespace AsyncWidgets {

class UpdateInBackgroundCard final : public Card
{
    Q_OBJECT

public:
    explicit UpdateInBackgroundCard(QWidget *parent = nullptr);

    [[nodiscard]] const TaskScope &tasks() const { return m_tasks; }
    [[nodiscard]] int steps() const;
    void setSteps(int steps);
    [[nodiscard]] int stepDelay() const; ///< ms
    void setStepDelay(int milliseconds);
    void refresh() override;

protected:
    void touch() override;

private:
    void start();

    FloatProgress m_progress;
    Output m_output;
    BackgroundProgress m_work;
    TaskHandle m_task;
    QProgressBar *m_bar;
    QSpinBox *m_steps;
    QSpinBox *m_stepDelay;
    QPushButton *m_start;
    QPushButton *m_pause;
    QPushButton *m_cancel;
    TaskScope m_tasks; // last: its tasks end before what they use
};

} // namespace AsyncWidgets
