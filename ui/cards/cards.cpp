// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/cards.h"

namespace AsyncWidgets {

// Each is defined in a file of its own in this folder. A new card is one more name here, and in the list.
extern const CardInfo coroutineCard, generatorCard, stateMachineCard;
extern const CardInfo waitForClickCard, updateInBackgroundCard, meanwhileCard;

const std::vector<CardInfo> &allCards()
{
    static const std::vector<CardInfo> cards { coroutineCard, generatorCard, stateMachineCard,
        waitForClickCard, updateInBackgroundCard, meanwhileCard };
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
