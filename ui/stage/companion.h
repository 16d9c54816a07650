// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Companion: a card's controls in one slim panel, to be used beside all the rest.

#pragma once

#include "ui/controls/panel.h"

namespace AsyncWidgets {

class Card;
class ElidedLabel;

class Companion final : public Panel
{
    Q_OBJECT

public:
    explicit Companion(Card &card, QWidget *parent = nullptr);

    [[nodiscard]] Card &card() const { return m_card; }

protected:
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void showCard();
    void showColor();

    Card &m_card;
    ElidedLabel *m_sentence;
    QString m_state; // as it was announced last
};

} // namespace AsyncWidgets
