// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Wait for a click": any signal can be waited for, and the first of several.

#pragma once

#include "models/button.h"
#include "ui/cards/card.h"

namespace AsyncWidgets {

class WaitForClickCard final : public Card
{
    Q_OBJECT

public:
    static const CardInfo card;

    WaitForClickCard(const CardInfo &info, StageModels &models, QObject *parent);
    ~WaitForClickCard() override;

    void start() override;
    [[nodiscard]] QString sentence() const override;
    QWidget *makeControls(QWidget *parent) override;
    void finishDemo() override { m_button.click(); }

private:
    Button m_button;
    bool m_waitsForEither = false; // the next task
    bool m_isEither = false; // the latest task
};

} // namespace AsyncWidgets
