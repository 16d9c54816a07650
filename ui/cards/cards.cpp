// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/cards.h"

#include "ui/cards/changeslidercards.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/cards/waitforclickcard.h"

namespace AsyncWidgets {

const std::vector<CardInfo> &allCards()
{
    // A new card is one more name here.
    static const std::vector<CardInfo> cards {
        ChangeSliderCard::coroutine,
        ChangeSliderCard::generator,
        ChangeSliderCard::stateMachine,
        WaitForClickCard::card,
        UpdateInBackgroundCard::card,
        MeanwhileCard::card,
    };
    return cards;
}

const CardInfo *cardOfTask(const QString &name)
{
    for (const CardInfo &card : allCards()) {
        const QLatin1StringView own(card.name);
        if (name.startsWith(own) && (name.size() == own.size() || name[own.size()] == u' '))
            return &card;
    }
    return nullptr;
}

} // namespace AsyncWidgets
