// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The three lanes: ten units of work that pause until the slider changes, written as a coroutine, as a generator and as
/// an explicit state machine.

#pragma once

#include "ui/cards/card.h"

#include <QtCore/QPointer>

namespace AsyncWidgets {

class ChangeSliderCard final : public Card
{
    Q_OBJECT

public:
    /// Starts the work in one of the three ways.
    using Starter = TaskHandle<> (*)(ChangeSliderCard &card, IntSlider &slider, Output &output);

    static const CardInfo coroutine;
    static const CardInfo generator;
    static const CardInfo stateMachine;

    ChangeSliderCard(const CardInfo &info, Starter starter, StageModels &models, QObject *parent);
    ~ChangeSliderCard() override;

    void start() override;
    [[nodiscard]] StateMachine *machine() const override { return m_machine; }
    [[nodiscard]] int units() const override;
    [[nodiscard]] QString state() const override;
    [[nodiscard]] QString sentence() const override;

private:
    static TaskHandle<> startCoroutine(ChangeSliderCard &card, IntSlider &slider, Output &output);
    static TaskHandle<> startGenerator(ChangeSliderCard &card, IntSlider &slider, Output &output);
    static TaskHandle<> startStateMachine(ChangeSliderCard &card, IntSlider &slider, Output &output);
    template<Starter starter>
    static Card *make(const CardInfo &info, StageModels &models, QObject *parent)
    {
        return new ChangeSliderCard(info, starter, models, parent);
    }
    void showStatus();

    Starter m_starter;
    Html m_status; // what the latest task says
    QPointer<StateMachine> m_machine;
};

} // namespace AsyncWidgets
