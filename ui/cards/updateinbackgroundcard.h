// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Update in the background": a thread works and moves a bar, while the GUI's thread stays free.

#pragma once

#include "models/floatprogress.h"
#include "scenarios/progressworker.h"
#include "ui/cards/card.h"

namespace AsyncWidgets {

class UpdateInBackgroundCard final : public Card
{
    Q_OBJECT

public:
    UpdateInBackgroundCard(const CardInfo &info, StageModels &models, QObject *parent);
    ~UpdateInBackgroundCard() override;

    [[nodiscard]] int steps() const { return m_steps; }
    void setSteps(int steps); ///< does nothing for a number that is out of the worker's range
    [[nodiscard]] int stepDelay() const { return m_stepDelay; } ///< ms
    void setStepDelay(int milliseconds); ///< does nothing for a number that is out of the worker's range

    void start() override; ///< does nothing while it works
    void proceed() override { isRunning() ? pauseOrResume() : start(); }
    [[nodiscard]] QString state() const override;
    [[nodiscard]] QString sentence() const override;
    QWidget *makeControls(QWidget *parent) override;
    QWidget *makeDetails(QWidget *parent) override;
    void save(QSettings &settings) const override;
    void restore(const QSettings &settings) override;

Q_SIGNALS:
    void stepsChanged();

private:
    [[nodiscard]] bool isBusy() const { return m_work.state() != BackgroundProgress::State::Idle; }
    void pauseOrResume();

    BackgroundProgress m_work;
    FloatProgress m_progress;
    int m_steps = 100;
    int m_stepDelay = 200;
};

} // namespace AsyncWidgets
